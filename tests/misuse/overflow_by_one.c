/* Writes the byte after a block. */
#include "misuse.h"

int main(void)
{
    char *block = allocate(104);
    print_address("ADDRESS", block);
    block[104] = 1;
    free_block(block, 104);
    if (was_refused()) {
        free_block(block, 104);
    }
    return go_on();
}
