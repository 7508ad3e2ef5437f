/* A block is written to after it was freed, and others are freed until it is to serve
 * again.
 */
#include "misuse.h"

int main(void)
{
    char *block = take(100);
    give(block, 100);
    tell("ADDRESS", block);
    block[3] = 1;
    for (int i = 0; i < 20; i++) {
        give(take(50000), 50000);
    }
    return go_on();
}
