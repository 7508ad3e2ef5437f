/* Frees a large block twice, the second time as a small one. */
#include "misuse.h"

int main(void)
{
    char *block = allocate(100000);
    stock(48, 8);
    print_address("ADDRESS", block);
    free_block(block, 100000);
    free_block(block, 48);
    return go_on();
}
