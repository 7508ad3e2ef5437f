/* The byte before a block is written after the block was freed. */
#include "misuse.h"

int main(void)
{
    stock(100, 8);
    char *block = from_stock(1);
    give(block, 100);
    tell("ADDRESS", block);
    block[-1] = 1;
    release();
    return go_on();
}
