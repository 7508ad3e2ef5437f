/* Copies bytes into a block that was freed. */
#include "misuse.h"

int main(void)
{
    char *block = allocate(100);
    char *other = allocate(200);
    free_block(block, 100);
    print_address("ADDRESS", block);
    copy(block, other, 100);
    free_block(other, 200);
    return go_on();
}
