/* Frees a block of 32 bytes as 64, and exits. */
#include "misuse.h"

int main(void)
{
    char *block = allocate(32);
    print_address("ADDRESS", block);
    free_block(block, 64);
    if (was_refused()) {
        free_block(block, 32);
    }
    return stop();
}
