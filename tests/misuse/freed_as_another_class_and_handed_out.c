/* A block of 32 bytes that was freed as 64 is handed out as 64, and reaches into the next
 * one.
 */
#include "misuse.h"

#include <string.h>

int main(void)
{
    char *block = take(32);
    stock(32, 8);
    tell("ADDRESS", block);
    give(block, 64);
    bool refused = was_refused();
    char *other = take(64);
    memset(other, 1, 64);
    if (refused) {
        give(block, 32);
        give(other, 64);
    }
    return go_on();
}
