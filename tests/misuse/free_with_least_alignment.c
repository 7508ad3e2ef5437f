/* A block is freed with the least number for an alignment. */
#include "misuse.h"

int main(void)
{
    char *block = take(100);
    tell("ADDRESS", block);
    give_aligned(block, 100, INT64_MIN);
    give(block, 100);
    return go_on();
}
