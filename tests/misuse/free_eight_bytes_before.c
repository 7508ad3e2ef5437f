/* What is freed begins eight bytes before a block, in what is between it and others. */
#include "misuse.h"

int main(void)
{
    stock(64, 8);
    char *block = from_stock(1);
    tell("ADDRESS", block - 8);
    tell("BLOCK", block);
    give(block - 8, 64);
    flush();
    give(block, 64);
    return go_on();
}
