/* What is freed begins in the middle of a block. */
#include "misuse.h"

int main(void)
{
    char *block = take(64);
    stock(64, 8);
    tell("ADDRESS", block + 32);
    tell("BLOCK", block);
    give(block + 32, 64);
    flush();
    give(block, 64);
    return go_on();
}
