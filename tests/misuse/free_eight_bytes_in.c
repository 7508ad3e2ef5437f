/* Frees an address eight bytes into a block. */
#include "misuse.h"

int main(void)
{
    char *block = allocate(64);
    stock(64, 8);
    print_address("ADDRESS", block + 8);
    print_address("BLOCK", block);
    free_block(block + 8, 64);
    flush();
    free_block(block, 64);
    return go_on();
}
