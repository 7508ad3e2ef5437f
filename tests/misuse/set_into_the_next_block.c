/* Sets bytes from the middle of a block into the next one. */
#include "misuse.h"

int main(void)
{
    stock(64, 8);
    char *block = from_stock(0);
    print_address("ADDRESS", block + 32);
    print_address("BLOCK", block);
    set(block + 32, 1, 64);
    free_aligned_block(block, 64, 8);
    return go_on();
}
