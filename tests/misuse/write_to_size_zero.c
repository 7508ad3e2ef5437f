/* Writes the byte of a block of size 0, which is nobody's. */
#include "misuse.h"

int main(void)
{
    char *block = allocate(0);
    print_address("ADDRESS", block);
    *block = 1;
    free_block(block, 0);
    if (was_refused()) {
        free_block(block, 0);
    }
    return go_on();
}
