/* What is freed as a large block is no address that this machine can have. */
#include "misuse.h"

int main(void)
{
    void *address = (void *)0xDEADBEEFDEADB000;
    tell("ADDRESS", address);
    give(address, 100000);
    return go_on();
}
