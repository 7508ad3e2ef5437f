/* Frees a block with an alignment that is a multiple of 8 but not a power of two. */
#include "misuse.h"

int main(void)
{
    char *block = allocate(100);
    print_address("ADDRESS", block);
    free_aligned_block(block, 100, 24);
    free_block(block, 100);
    return go_on();
}
