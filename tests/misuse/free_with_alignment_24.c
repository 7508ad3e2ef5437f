/* A block is freed with a multiple of 8 for an alignment, which is no power of two. */
#include "misuse.h"

int main(void)
{
    char *block = take(100);
    tell("ADDRESS", block);
    give_aligned(block, 100, 24);
    give(block, 100);
    return go_on();
}
