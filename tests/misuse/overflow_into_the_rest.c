/* The byte after a block is written, and nothing lies there but what its size was rounded
 * up by.
 */
#include "misuse.h"

int main(void)
{
    char *block = take(100);
    tell("ADDRESS", block);
    block[100] = 1;
    give(block, 100);
    if (was_refused()) {
        give(block, 100);
    }
    return go_on();
}
