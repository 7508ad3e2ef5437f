/* What is freed is the last byte of a block. */
#include "misuse.h"

int main(void)
{
    char *block = take(64);
    stock(64, 8);
    tell("ADDRESS", block + 63);
    tell("BLOCK", block);
    give(block + 63, 64);
    flush();
    give(block, 64);
    return go_on();
}
