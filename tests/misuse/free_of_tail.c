/* Frees all of a block but its first eight bytes, with the right size for that. */
#include "misuse.h"

int main(void)
{
    char *block = allocate(100);
    stock(92, 8);
    print_address("ADDRESS", block + 8);
    print_address("BLOCK", block);
    free_block(block + 8, 92);
    flush();
    free_block(block, 100);
    return go_on();
}
