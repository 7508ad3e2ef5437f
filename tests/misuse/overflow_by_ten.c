/* The tenth byte after a block is written. */
#include "misuse.h"

int main(void)
{
    char *block = take(100);
    tell("ADDRESS", block);
    block[109] = 1;
    give(block, 100);
    if (was_refused()) {
        give(block, 100);
    }
    return go_on();
}
