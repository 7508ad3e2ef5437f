/* The end of a block is freed with the size that it has. */
#include "misuse.h"

int main(void)
{
    char *block = take(100);
    stock(92, 8);
    tell("ADDRESS", block + 8);
    tell("BLOCK", block);
    give(block + 8, 92);
    flush();
    give(block, 100);
    return go_on();
}
