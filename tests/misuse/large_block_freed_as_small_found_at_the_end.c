/* Frees a large block as 48 bytes, and exits. */
#include "misuse.h"

int main(void)
{
    char *block = allocate(100000);
    print_address("ADDRESS", block);
    free_block(block, 48);
    if (was_refused()) {
        free_block(block, 100000);
    }
    return stop();
}
