/* A large block is written to after it was freed. */
#include "misuse.h"

int main(void)
{
    char *block = take(100000);
    give(block, 100000);
    tell("ADDRESS", block);
    block[7] = 1;
    release();
    return go_on();
}
