/* A block is written to after it was freed. */
#include "misuse.h"

int main(void)
{
    char *block = take(100);
    give(block, 100);
    tell("ADDRESS", block);
    block[3] = 1;
    release();
    return go_on();
}
