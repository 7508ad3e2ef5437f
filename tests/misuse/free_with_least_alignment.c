/* Frees a block with the alignment INT64_MIN. */
#include "misuse.h"

int main(void)
{
    char *block = allocate(100);
    print_address("ADDRESS", block);
    free_aligned_block(block, 100, INT64_MIN);
    free_block(block, 100);
    return go_on();
}
