/* Frees a block twice, with another free between. */
#include "misuse.h"

int main(void)
{
    char *block = allocate(48);
    char *other = allocate(48);
    stock(48, 8);
    print_address("ADDRESS", block);
    free_block(block, 48);
    free_block(other, 48);
    free_block(block, 48);
    return go_on();
}
