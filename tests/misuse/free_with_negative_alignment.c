/* A block is freed with an alignment below 0. */
#include "misuse.h"

int main(void)
{
    char *block = take(100);
    tell("ADDRESS", block);
    give_aligned(block, 100, -8);
    give(block, 100);
    return go_on();
}
