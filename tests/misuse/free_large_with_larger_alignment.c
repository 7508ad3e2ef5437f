/* A large block is freed with a larger alignment than its own. */
#include "misuse.h"

int main(void)
{
    char *block = take_aligned(100000, 64);
    tell("ADDRESS", block);
    give_aligned(block, 100000, 128);
    give_aligned(block, 100000, 64);
    return go_on();
}
