/* Frees an aligned block with a negative size. */
#include "misuse.h"

int main(void)
{
    char *block = allocate_aligned(100, 64);
    print_address("ADDRESS", block);
    free_aligned_block(block, -1, 64);
    free_aligned_block(block, 100, 64);
    return go_on();
}
