/* Frees a block twice, with another free between, and exits. */
#include "misuse.h"

int main(void)
{
    char *block = allocate(48);
    char *between = allocate(48);
    print_address("ADDRESS", block);
    free_block(block, 48);
    free_block(between, 48);
    free_block(block, 48);
    return stop();
}
