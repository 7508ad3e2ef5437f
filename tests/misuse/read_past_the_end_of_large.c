/* The byte after a large block is read. */
#include "misuse.h"

int main(void)
{
    const volatile char *block = take(100000);
    (void)block[100000];
    give((void *)block, 100000);
    return go_on();
}
