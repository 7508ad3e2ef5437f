/* Frees an address eight bytes into a large block. */
#include "misuse.h"

int main(void)
{
    char *block = allocate(100000);
    print_address("ADDRESS", block + 8);
    print_address("BLOCK", block);
    free_block(block + 8, 100000);
    free_block(block, 100000);
    return go_on();
}
