/* Frees a small block with the size of a large one. */
#include "misuse.h"

int main(void)
{
    char *block = allocate(100);
    print_address("ADDRESS", block);
    free_block(block, 100000);
    free_block(block, 100);
    return go_on();
}
