/* Frees a large block with an alignment larger than its own. */
#include "misuse.h"

int main(void)
{
    char *block = allocate_aligned(100000, 64);
    print_address("ADDRESS", block);
    free_aligned_block(block, 100000, 128);
    free_aligned_block(block, 100000, 64);
    return go_on();
}
