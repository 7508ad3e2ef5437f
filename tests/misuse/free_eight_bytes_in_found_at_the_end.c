/* Frees a pointer to the ninth byte of a block, and exits. */
#include "misuse.h"

int main(void)
{
    char *block = allocate(64);
    print_address("ADDRESS", block + 8);
    print_address("BLOCK", block);
    free_block(block + 8, 64);
    if (was_refused()) {
        free_block(block, 64);
    }
    return stop();
}
