/* Zeroes a range that starts outside any block and ends with the first byte of one. */
#include "misuse.h"

int main(void)
{
    stock(100, 8);
    free_aligned_block(from_stock(0), 100, 8);
    leave_quarantine();
    char *block = from_stock(1);
    print_address("ADDRESS", block - 40);
    print_address("BLOCK", block);
    block[0] = 1;
    zero(block - 40, 41);
    if (block[0] != 1) {
        corrupt("a block was overwritten");
    }
    free_aligned_block(block, 100, 8);
    return go_on();
}
