/* Reads the byte after a large block. */
#include "misuse.h"

int main(void)
{
    const volatile char *block = allocate(100000);
    (void)block[100000];
    free_block((void *)block, 100000);
    return go_on();
}
