/* Frees a block with an alignment smaller than its own. */
#include "misuse.h"

int main(void)
{
    char *block = allocate_aligned(100, 64);
    stock(100, 16);
    print_address("ADDRESS", block);
    free_aligned_block(block, 100, 16);
    flush();
    free_aligned_block(block, 100, 64);
    return go_on();
}
