/* Frees a large block with the size of a small one. */
#include "misuse.h"

int main(void)
{
    char *block = allocate(100000);
    stock(100, 8);
    print_address("ADDRESS", block);
    free_block(block, 100);
    flush();
    free_block(block, 100000);
    return go_on();
}
