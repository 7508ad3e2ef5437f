/* Bytes before the start of a block are set. */
#include "misuse.h"

int main(void)
{
    stock(100, 8);
    char *block = from_stock(1);
    tell("ADDRESS", block - 8);
    tell("BLOCK", block);
    set(block - 8, 1, 8);
    give(block, 100);
    return go_on();
}
