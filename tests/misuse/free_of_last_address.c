/* What is freed is the last address there is. */
#include "misuse.h"

int main(void)
{
    void *address = (void *)UINTPTR_MAX;
    stock(48, 8);
    tell("ADDRESS", address);
    give(address, 48);
    return go_on();
}
