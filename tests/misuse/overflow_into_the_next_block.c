/* Sixteen bytes after a block are written, where the next one may begin. */
#include "misuse.h"

#include <string.h>

int main(void)
{
    stock(64, 8);
    char *block = from_stock(0);
    tell("ADDRESS", block);
    memset(block + 64, 1, 16);
    give_aligned(block, 64, 8);
    if (was_refused()) {
        give_aligned(block, 64, 8);
    }
    return go_on();
}
