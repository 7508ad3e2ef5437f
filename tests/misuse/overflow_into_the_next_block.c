/* Writes the sixteen bytes after a block, where the next block may begin. */
#include "misuse.h"

#include <string.h>

int main(void)
{
    stock(64, 8);
    char *block = from_stock(0);
    print_address("ADDRESS", block);
    memset(block + 64, 1, 16);
    free_aligned_block(block, 64, 8);
    if (was_refused()) {
        free_aligned_block(block, 64, 8);
    }
    return go_on();
}
