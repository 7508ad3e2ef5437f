/* Frees a small block with an alignment that only large blocks have. */
#include "misuse.h"

int main(void)
{
    char *block = allocate(100);
    print_address("ADDRESS", block);
    free_aligned_block(block, 100, 1 << 20);
    free_block(block, 100);
    return go_on();
}
