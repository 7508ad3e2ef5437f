/* Frees a block with the size INT64_MAX. */
#include "misuse.h"

int main(void)
{
    char *block = allocate(100);
    print_address("ADDRESS", block);
    free_block(block, INT64_MAX);
    free_block(block, 100);
    return go_on();
}
