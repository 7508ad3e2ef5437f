/* Sets a byte past the end of a block. */
#include "misuse.h"

int main(void)
{
    char *block = allocate(100);
    print_address("ADDRESS", block);
    print_address("BLOCK", block);
    set(block, 1, 101);
    free_block(block, 100);
    return go_on();
}
