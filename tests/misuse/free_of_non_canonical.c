/* What is freed is no address that this machine can have. */
#include "misuse.h"

int main(void)
{
    void *address = (void *)0xDEADBEEFDEADB000;
    stock(48, 8);
    tell("ADDRESS", address);
    give(address, 48);
    return go_on();
}
