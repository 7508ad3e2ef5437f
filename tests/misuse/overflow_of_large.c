/* Writes the byte after a large block. */
#include "misuse.h"

int main(void)
{
    char *block = allocate(100000);
    print_address("ADDRESS", block);
    block[100000] = 1;
    free_block(block, 100000);
    if (was_refused()) {
        free_block(block, 100000);
    }
    return go_on();
}
