/* Writes to a block after it was freed. */
#include "misuse.h"

int main(void)
{
    char *block = allocate(100);
    free_block(block, 100);
    print_address("ADDRESS", block);
    block[3] = 1;
    leave_quarantine();
    return go_on();
}
