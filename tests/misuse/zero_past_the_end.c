/* Zeroes the last byte of a block and the byte past it. */
#include "misuse.h"

int main(void)
{
    char *block = allocate(100);
    print_address("ADDRESS", block + 99);
    print_address("BLOCK", block);
    zero(block + 99, 2);
    free_block(block, 100);
    return go_on();
}
