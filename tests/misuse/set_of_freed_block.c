/* Sets a byte of a block that was freed. */
#include "misuse.h"

int main(void)
{
    char *block = allocate(100);
    free_block(block, 100);
    print_address("ADDRESS", block);
    set(block, 1, 1);
    return go_on();
}
