/* The byte after a block is written after the block was freed. */
#include "misuse.h"

int main(void)
{
    char *block = take(100);
    give(block, 100);
    tell("ADDRESS", block);
    block[100] = 1;
    release();
    return go_on();
}
