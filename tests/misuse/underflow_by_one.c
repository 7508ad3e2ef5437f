/* The byte before a block is written. */
#include "misuse.h"

int main(void)
{
    stock(100, 8);
    char *block = from_stock(1);
    tell("ADDRESS", block);
    block[-1] = 1;
    give(block, 100);
    if (was_refused()) {
        give(block, 100);
    }
    return go_on();
}
