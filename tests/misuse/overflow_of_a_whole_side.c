/* All bytes to the end of the place of a block are written, each with the same value. */
#include "misuse.h"

#include <string.h>

int main(void)
{
    char *block = take(100);
    tell("ADDRESS", block);
    memset(block + 100, 1, 28);
    give(block, 100);
    if (was_refused()) {
        give(block, 100);
    }
    return go_on();
}
