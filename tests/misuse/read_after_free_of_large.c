/* A large block is read after it was freed. */
#include "misuse.h"

int main(void)
{
    const volatile char *block = take(100000);
    give((void *)block, 100000);
    (void)block[7];
    return go_on();
}
