/* Frees a block with a size of the class just below its own. */
#include "misuse.h"

int main(void)
{
    char *block = allocate(55000);
    stock(50000, 8);
    print_address("ADDRESS", block);
    free_block(block, 50000);
    flush();
    free_block(block, 55000);
    return go_on();
}
