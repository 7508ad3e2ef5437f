/* A block is freed with another size of the same class. */
#include "misuse.h"

int main(void)
{
    char *block = take(98);
    stock(103, 8);
    tell("ADDRESS", block);
    give(block, 103);
    if (was_refused()) {
        give(block, 98);
    }
    return go_on();
}
