/* Writes the byte before a block. */
#include "misuse.h"

int main(void)
{
    stock(100, 8);
    char *block = from_stock(1);
    print_address("ADDRESS", block);
    block[-1] = 1;
    free_block(block, 100);
    if (was_refused()) {
        free_block(block, 100);
    }
    return go_on();
}
