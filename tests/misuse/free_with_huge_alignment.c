/* A small block is freed with an alignment that only large ones have. */
#include "misuse.h"

int main(void)
{
    char *block = take(100);
    tell("ADDRESS", block);
    give_aligned(block, 100, 1 << 20);
    give(block, 100);
    return go_on();
}
