/* A block is freed as an aligned one. */
#include "misuse.h"

int main(void)
{
    char *block = take(100);
    stock(100, 64);
    tell("ADDRESS", block);
    give_aligned(block, 100, 64);
    flush();
    give(block, 100);
    return go_on();
}
