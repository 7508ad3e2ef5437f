/* Frees a block twice, with more frees between than a cache holds. */
#include "misuse.h"

int main(void)
{
    char *block = allocate(48);
    char *others[STOCK];
    for (int i = 0; i < STOCK; i++) {
        others[i] = allocate(48);
    }
    stock(48, 8);
    print_address("ADDRESS", block);
    free_block(block, 48);
    for (int i = 0; i < STOCK; i++) {
        free_block(others[i], 48);
    }
    free_block(block, 48);
    return go_on();
}
