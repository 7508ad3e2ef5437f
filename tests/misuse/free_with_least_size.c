/* Frees a large block with the size INT64_MIN. */
#include "misuse.h"

int main(void)
{
    char *block = allocate(100000);
    print_address("ADDRESS", block);
    free_block(block, INT64_MIN);
    free_block(block, 100000);
    return go_on();
}
