/* Writes to a block after it was freed, and exits. */
#include "misuse.h"

int main(void)
{
    char *block = allocate(100);
    print_address("ADDRESS", block);
    free_block(block, 100);
    block[3] = 1;
    return stop();
}
