/* Frees a block with a negative size. */
#include "misuse.h"

int main(void)
{
    char *block = allocate(100);
    print_address("ADDRESS", block);
    free_block(block, -100);
    free_block(block, 100);
    return go_on();
}
