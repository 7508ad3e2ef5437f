/* Frees an address one page into a large block. */
#include "misuse.h"

int main(void)
{
    char *block = allocate(100000);
    print_address("ADDRESS", block + 4096);
    print_address("BLOCK", block);
    free_block(block + 4096, 100000);
    free_block(block, 100000);
    return go_on();
}
