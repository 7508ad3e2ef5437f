/* A range that goes past the last address is zeroed. */
#include "misuse.h"

int main(void)
{
    char *address = (char *)(UINTPTR_MAX - 10);
    tell("ADDRESS", address);
    zero(address, 100);
    return go_on();
}
