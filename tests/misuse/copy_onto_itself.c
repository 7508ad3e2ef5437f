/* Copies a block onto itself, and one half onto the other: not misuse. */
#include "misuse.h"

int main(void)
{
    char *block = allocate(100);
    copy(block, block, 100);
    copy(block, block + 50, 50);
    copy(block + 50, block, 50);
    free_block(block, 100);
    return go_on();
}
