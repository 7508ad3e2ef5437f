/* Frees a block with an alignment larger than its own. */
#include "misuse.h"

int main(void)
{
    char *block = allocate_aligned(100, 64);
    stock(100, 256);
    print_address("ADDRESS", block);
    free_aligned_block(block, 100, 256);
    flush();
    free_aligned_block(block, 100, 64);
    return go_on();
}
