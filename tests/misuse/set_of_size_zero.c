/* Sets the byte of a block of size 0. */
#include "misuse.h"

int main(void)
{
    char *block = allocate(0);
    print_address("ADDRESS", block);
    set(block, 1, 1);
    free_block(block, 0);
    return go_on();
}
