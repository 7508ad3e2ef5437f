/* Reads a block after it was freed. */
#include "misuse.h"

int main(void)
{
    const volatile char *block = allocate(100);
    free_block((void *)block, 100);
    (void)block[3];
    return go_on();
}
