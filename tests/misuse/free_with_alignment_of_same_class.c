/* Frees a block with another alignment, which gives the same class for its size. */
#include "misuse.h"

int main(void)
{
    char *block = allocate_aligned(128, 64);
    stock(128, 64);
    print_address("ADDRESS", block);
    free_aligned_block(block, 128, 32);
    if (was_refused()) {
        free_aligned_block(block, 128, 64);
    }
    return go_on();
}
