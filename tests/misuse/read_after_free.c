/* A block is read after it was freed. */
#include "misuse.h"

int main(void)
{
    const volatile char *block = take(100);
    give((void *)block, 100);
    (void)block[3];
    return go_on();
}
