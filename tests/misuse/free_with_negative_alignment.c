/* Frees a block with a negative alignment. */
#include "misuse.h"

int main(void)
{
    char *block = allocate(100);
    print_address("ADDRESS", block);
    free_aligned_block(block, 100, -8);
    free_block(block, 100);
    return go_on();
}
