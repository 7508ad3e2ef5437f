/* A large block is freed with an alignment that is no power of two. */
#include "misuse.h"

int main(void)
{
    char *block = take(100000);
    tell("ADDRESS", block);
    give_aligned(block, 100000, 3);
    give(block, 100000);
    return go_on();
}
