/* Frees the address eight bytes before a block, which lies in the slot before it or in a gap. */
#include "misuse.h"

int main(void)
{
    stock(64, 8);
    char *block = from_stock(1);
    print_address("ADDRESS", block - 8);
    print_address("BLOCK", block);
    free_block(block - 8, 64);
    flush();
    free_block(block, 64);
    return go_on();
}
