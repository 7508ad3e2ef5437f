/* Sets bytes before the start of a block. */
#include "misuse.h"

int main(void)
{
    stock(100, 8);
    char *block = from_stock(1);
    print_address("ADDRESS", block - 8);
    print_address("BLOCK", block);
    set(block - 8, 1, 8);
    free_block(block, 100);
    return go_on();
}
