/* Writes to a block after it was freed, then frees others until the block leaves the
 * quarantine.
 */
#include "misuse.h"

int main(void)
{
    char *block = allocate(100);
    free_block(block, 100);
    print_address("ADDRESS", block);
    block[3] = 1;
    for (int i = 0; i < 20; i++) {
        free_block(allocate(50000), 50000);
    }
    return go_on();
}
