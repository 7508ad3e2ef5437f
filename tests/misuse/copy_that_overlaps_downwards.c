/* Copies to a lower address: the first byte of the source is the last of the destination. */
#include "misuse.h"

int main(void)
{
    char *block = allocate(100);
    print_address("ADDRESS", block);
    print_address("SOURCE", block + 49);
    copy(block, block + 49, 50);
    free_block(block, 100);
    return go_on();
}
