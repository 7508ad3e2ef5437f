/* Frees a large block as 48 bytes, so that it is handed out as 48 bytes and the rest of it
 * is lost.
 */
#include "misuse.h"

int main(void)
{
    char *block = allocate(100000);
    print_address("ADDRESS", block);
    free_block(block, 48);
    bool refused = was_refused();
    char *other = allocate(48);
    if (other == block) {
        effect("a large block serves as 48 bytes");
    } else {
        free_block(other, 48);
    }
    if (refused) {
        free_block(block, 100000);
    }
    return go_on();
}
