/* Writes the byte after a block, which is padding: the size was rounded up past it. */
#include "misuse.h"

int main(void)
{
    char *block = allocate(100);
    print_address("ADDRESS", block);
    block[100] = 1;
    free_block(block, 100);
    if (was_refused()) {
        free_block(block, 100);
    }
    return go_on();
}
