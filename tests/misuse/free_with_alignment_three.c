/* Frees a large block with an alignment that is not a power of two. */
#include "misuse.h"

int main(void)
{
    char *block = allocate(100000);
    print_address("ADDRESS", block);
    free_aligned_block(block, 100000, 3);
    free_block(block, 100000);
    return go_on();
}
