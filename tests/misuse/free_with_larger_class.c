/* Frees a block of 32 bytes as one of 64. */
#include "misuse.h"

int main(void)
{
    char *block = allocate(32);
    stock(64, 8);
    print_address("ADDRESS", block);
    free_block(block, 64);
    flush();
    free_block(block, 32);
    return go_on();
}
