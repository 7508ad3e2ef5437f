/* What is freed begins a page into a block. */
#include "misuse.h"

int main(void)
{
    char *block = take(16384);
    stock(16384, 8);
    tell("ADDRESS", block + 4096);
    tell("BLOCK", block);
    give(block + 4096, 16384);
    flush();
    give(block, 16384);
    return go_on();
}
