/* The byte after a block is written. */
#include "misuse.h"

int main(void)
{
    char *block = take(104);
    tell("ADDRESS", block);
    block[104] = 1;
    give(block, 104);
    if (was_refused()) {
        give(block, 104);
    }
    return go_on();
}
