/* Reads the byte after a block. */
#include "misuse.h"

int main(void)
{
    const volatile char *block = allocate(104);
    (void)block[104];
    free_block((void *)block, 104);
    return go_on();
}
