/* Frees a large block with a size that is one byte too large. */
#include "misuse.h"

int main(void)
{
    char *block = allocate(100000);
    print_address("ADDRESS", block);
    free_block(block, 100001);
    free_block(block, 100000);
    return go_on();
}
