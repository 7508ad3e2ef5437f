/* Frees an aligned block without its alignment. */
#include "misuse.h"

int main(void)
{
    char *block = allocate_aligned(100, 64);
    stock(100, 8);
    print_address("ADDRESS", block);
    free_block(block, 100);
    flush();
    free_aligned_block(block, 100, 64);
    return go_on();
}
