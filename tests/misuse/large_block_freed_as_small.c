/* A large block that was freed as 48 bytes is handed out as 48 bytes; the rest of it is
 * lost.
 */
#include "misuse.h"

int main(void)
{
    char *block = take(100000);
    tell("ADDRESS", block);
    give(block, 48);
    bool refused = was_refused();
    char *other = take(48);
    if (other == block) {
        effect("a large block serves as 48 bytes");
    } else {
        give(other, 48);
    }
    if (refused) {
        give(block, 100000);
    }
    return go_on();
}
