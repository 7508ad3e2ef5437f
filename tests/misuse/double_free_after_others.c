/* Frees a block twice, and allocates and frees others between. */
#include "misuse.h"

int main(void)
{
    char *block = allocate(48);
    stock(48, 8);
    print_address("ADDRESS", block);
    free_block(block, 48);
    for (int i = 0; i < 20; i++) {
        free_block(allocate(100), 100);
    }
    free_block(block, 48);
    return go_on();
}
