/* Frees an aligned block twice in a row. */
#include "misuse.h"

int main(void)
{
    char *block = allocate_aligned(100, 64);
    stock(100, 64);
    print_address("ADDRESS", block);
    free_aligned_block(block, 100, 64);
    free_aligned_block(block, 100, 64);
    return go_on();
}
