/* Copies to a higher address: the last byte of the source is the first of the destination. */
#include "misuse.h"

int main(void)
{
    char *block = allocate(100);
    print_address("ADDRESS", block + 49);
    print_address("SOURCE", block);
    copy(block + 49, block, 50);
    free_block(block, 100);
    return go_on();
}
