/* Writes the tenth byte after a block. */
#include "misuse.h"

int main(void)
{
    char *block = allocate(100);
    print_address("ADDRESS", block);
    block[109] = 1;
    free_block(block, 100);
    if (was_refused()) {
        free_block(block, 100);
    }
    return go_on();
}
