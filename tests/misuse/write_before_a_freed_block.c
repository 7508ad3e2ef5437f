/* Writes the byte before a block after the block was freed. */
#include "misuse.h"

int main(void)
{
    stock(100, 64);
    char *block = from_stock(1);
    free_aligned_block(block, 100, 64);
    print_address("ADDRESS", block);
    block[-1] = 1;
    leave_quarantine();
    return go_on();
}
