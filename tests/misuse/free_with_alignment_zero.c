/* Frees a block with an alignment of 0. */
#include "misuse.h"

int main(void)
{
    char *block = allocate(100);
    print_address("ADDRESS", block);
    free_aligned_block(block, 100, 0);
    free_block(block, 100);
    return go_on();
}
