/* What is freed is an address close to null. */
#include "misuse.h"

int main(void)
{
    void *address = (void *)8;
    stock(48, 8);
    tell("ADDRESS", address);
    give(address, 48);
    return go_on();
}
