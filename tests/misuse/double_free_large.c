/* Frees a large block twice in a row. */
#include "misuse.h"

int main(void)
{
    char *block = allocate(100000);
    print_address("ADDRESS", block);
    free_block(block, 100000);
    free_block(block, 100000);
    return go_on();
}
