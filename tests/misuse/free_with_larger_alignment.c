/* A block is freed with a larger alignment than its own. */
#include "misuse.h"

int main(void)
{
    char *block = take_aligned(100, 64);
    stock(100, 256);
    tell("ADDRESS", block);
    give_aligned(block, 100, 256);
    flush();
    give_aligned(block, 100, 64);
    return go_on();
}
