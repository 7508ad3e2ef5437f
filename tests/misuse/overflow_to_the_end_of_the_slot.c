/* Writes all bytes from the end of a block to the end of its slot, with one value. */
#include "misuse.h"

#include <string.h>

int main(void)
{
    char *block = allocate(100);
    print_address("ADDRESS", block);
    memset(block + 100, 1, 28);
    free_block(block, 100);
    if (was_refused()) {
        free_block(block, 100);
    }
    return go_on();
}
