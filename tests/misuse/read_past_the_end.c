/* The byte after a block is read. */
#include "misuse.h"

int main(void)
{
    const volatile char *block = take(104);
    (void)block[104];
    give((void *)block, 104);
    return go_on();
}
