/* A range that begins where no block is, or was for long, reaches the first byte of one. */
#include "misuse.h"

int main(void)
{
    stock(100, 8);
    give_aligned(from_stock(0), 100, 8);
    release();
    char *block = from_stock(1);
    tell("ADDRESS", block - 40);
    tell("BLOCK", block);
    block[0] = 1;
    zero(block - 40, 41);
    if (block[0] != 1) {
        corrupt("a block was overwritten");
    }
    give_aligned(block, 100, 8);
    return go_on();
}
