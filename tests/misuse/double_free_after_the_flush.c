/* Frees a block again after it has left the cache. */
#include "misuse.h"

int main(void)
{
    char *block = allocate(48);
    stock(48, 8);
    print_address("ADDRESS", block);
    free_block(block, 48);
    grow_old();
    free_block(block, 48);
    return go_on();
}
