/* Writes far past the end of a block, beyond the page after it. */
#include "misuse.h"

int main(void)
{
    char *block = allocate(1000000);
    block[1000000 + 40000] = 1;
    free_block(block, 1000000);
    return go_on();
}
