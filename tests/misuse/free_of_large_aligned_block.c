/* Frees a large block aligned to 8 KiB without its alignment. */
#include "misuse.h"

int main(void)
{
    char *block = allocate_aligned(100000, 8192);
    print_address("ADDRESS", block);
    free_block(block, 100000);
    free_aligned_block(block, 100000, 8192);
    return go_on();
}
