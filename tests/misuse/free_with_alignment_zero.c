/* A block is freed with an alignment of 0. */
#include "misuse.h"

int main(void)
{
    char *block = take(100);
    tell("ADDRESS", block);
    give_aligned(block, 100, 0);
    give(block, 100);
    return go_on();
}
