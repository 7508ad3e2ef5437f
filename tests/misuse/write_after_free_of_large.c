/* Writes to a large block after it was freed. */
#include "misuse.h"

int main(void)
{
    char *block = allocate(100000);
    free_block(block, 100000);
    print_address("ADDRESS", block);
    block[7] = 1;
    leave_quarantine();
    return go_on();
}
