/* Writes the byte after a block after the block was freed. */
#include "misuse.h"

int main(void)
{
    char *block = allocate(100);
    free_block(block, 100);
    print_address("ADDRESS", block);
    block[100] = 1;
    leave_quarantine();
    return go_on();
}
