/* Frees a block as an aligned one. */
#include "misuse.h"

int main(void)
{
    char *block = allocate(100);
    stock(100, 64);
    print_address("ADDRESS", block);
    free_aligned_block(block, 100, 64);
    flush();
    free_block(block, 100);
    return go_on();
}
