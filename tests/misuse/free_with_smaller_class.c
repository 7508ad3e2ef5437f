/* Frees a block of 64 bytes as one of 32. */
#include "misuse.h"

int main(void)
{
    char *block = allocate(64);
    stock(32, 8);
    print_address("ADDRESS", block);
    free_block(block, 32);
    flush();
    free_block(block, 64);
    return go_on();
}
