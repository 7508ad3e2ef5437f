/* The byte after a large block is written. */
#include "misuse.h"

int main(void)
{
    char *block = take(100000);
    tell("ADDRESS", block);
    block[100000] = 1;
    give(block, 100000);
    if (was_refused()) {
        give(block, 100000);
    }
    return go_on();
}
