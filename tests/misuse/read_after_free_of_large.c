/* Reads a large block after it was freed. */
#include "misuse.h"

int main(void)
{
    const volatile char *block = allocate(100000);
    free_block((void *)block, 100000);
    (void)block[7];
    return go_on();
}
