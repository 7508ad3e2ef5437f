/* A large block is freed with a smaller alignment than its own. */
#include "misuse.h"

int main(void)
{
    char *block = take_aligned(100000, 128);
    tell("ADDRESS", block);
    give_aligned(block, 100000, 64);
    give_aligned(block, 100000, 128);
    return go_on();
}
