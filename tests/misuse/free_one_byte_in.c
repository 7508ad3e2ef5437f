/* Frees the second byte of a block. */
#include "misuse.h"

int main(void)
{
    char *block = allocate(64);
    stock(64, 8);
    print_address("ADDRESS", block + 1);
    print_address("BLOCK", block);
    free_block(block + 1, 64);
    flush();
    free_block(block, 64);
    return go_on();
}
