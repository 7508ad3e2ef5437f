/* What is freed begins at the second byte of a block. */
#include "misuse.h"

int main(void)
{
    char *block = take(64);
    stock(64, 8);
    tell("ADDRESS", block + 1);
    tell("BLOCK", block);
    give(block + 1, 64);
    flush();
    give(block, 64);
    return go_on();
}
