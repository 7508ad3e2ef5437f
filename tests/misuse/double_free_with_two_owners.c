/* A block that was freed twice is handed out twice. One of the two owners never frees it,
 * so that nothing is found.
 */
#include "misuse.h"

int main(void)
{
    char *block = take(48);
    tell("ADDRESS", block);
    give(block, 48);
    give(block, 48);
    char *one = take(48);
    char *other = take(48);
    if (one == other) {
        corrupt("a block has two owners");
    } else {
        give(other, 48);
    }
    give(one, 48);
    return go_on();
}
