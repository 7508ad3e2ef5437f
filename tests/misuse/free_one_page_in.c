/* Frees an address one page into a block. */
#include "misuse.h"

int main(void)
{
    char *block = allocate(16384);
    stock(16384, 8);
    print_address("ADDRESS", block + 4096);
    print_address("BLOCK", block);
    free_block(block + 4096, 16384);
    flush();
    free_block(block, 16384);
    return go_on();
}
