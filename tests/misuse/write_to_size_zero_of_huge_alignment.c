/* Writes the byte of a block of size 0 whose alignment is above a page. */
#include "misuse.h"

int main(void)
{
    char *block = allocate_aligned(0, 1 << 20);
    print_address("ADDRESS", block);
    *block = 1;
    free_aligned_block(block, 0, 1 << 20);
    if (was_refused()) {
        free_aligned_block(block, 0, 1 << 20);
    }
    return go_on();
}
