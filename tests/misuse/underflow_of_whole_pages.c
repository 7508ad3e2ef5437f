/* Writes the byte before a block that fills its pages, whatever their size. */
#include "misuse.h"

int main(void)
{
    char *one = allocate(65536);
    char *other = allocate(65536);
    char *block = one > other ? one : other;
    print_address("ADDRESS", block);
    block[-1] = 1;
    free_block(block, 65536);
    if (was_refused()) {
        free_block(block, 65536);
    }
    free_block(block == one ? other : one, 65536);
    return go_on();
}
