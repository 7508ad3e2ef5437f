/* Copies bytes from past the end of a block. */
#include "misuse.h"

int main(void)
{
    char *block = allocate(100);
    char *other = allocate(200);
    print_address("ADDRESS", block);
    print_address("BLOCK", block);
    copy(other, block, 101);
    free_block(block, 100);
    free_block(other, 200);
    return go_on();
}
