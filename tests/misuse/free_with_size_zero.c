/* Frees a block of 100 bytes with the size 0. */
#include "misuse.h"

int main(void)
{
    char *block = allocate(100);
    stock(0, 8);
    print_address("ADDRESS", block);
    free_block(block, 0);
    flush();
    free_block(block, 100);
    return go_on();
}
