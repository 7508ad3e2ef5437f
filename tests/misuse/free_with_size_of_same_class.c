/* Frees a block with another size of the same class. */
#include "misuse.h"

int main(void)
{
    char *block = allocate(98);
    stock(103, 8);
    print_address("ADDRESS", block);
    free_block(block, 103);
    if (was_refused()) {
        free_block(block, 98);
    }
    return go_on();
}
