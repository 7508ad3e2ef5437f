/* A large block is freed with a size that is one byte too large. */
#include "misuse.h"

int main(void)
{
    char *block = take(100000);
    tell("ADDRESS", block);
    give(block, 100001);
    give(block, 100000);
    return go_on();
}
