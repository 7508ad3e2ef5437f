/* What is set reaches from one block into another. */
#include "misuse.h"

int main(void)
{
    stock(64, 8);
    char *block = from_stock(0);
    tell("ADDRESS", block + 32);
    tell("BLOCK", block);
    set(block + 32, 1, 64);
    give_aligned(block, 64, 8);
    return go_on();
}
