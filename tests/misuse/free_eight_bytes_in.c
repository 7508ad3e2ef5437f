/* What is freed begins eight bytes into a block. */
#include "misuse.h"

int main(void)
{
    char *block = take(64);
    stock(64, 8);
    tell("ADDRESS", block + 8);
    tell("BLOCK", block);
    give(block + 8, 64);
    flush();
    give(block, 64);
    return go_on();
}
