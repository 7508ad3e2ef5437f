/* Frees a block of 32 bytes as 64, so that it is handed out as 64 bytes, which reach into
 * the next block.
 */
#include "misuse.h"

#include <string.h>

int main(void)
{
    char *block = allocate(32);
    stock(32, 8);
    print_address("ADDRESS", block);
    free_block(block, 64);
    bool refused = was_refused();
    char *other = allocate(64);
    memset(other, 1, 64);
    if (refused) {
        free_block(block, 32);
        free_block(other, 64);
    }
    return go_on();
}
