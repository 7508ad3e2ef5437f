/* A range that goes past the last address is set. */
#include "misuse.h"

int main(void)
{
    char *address = (char *)(UINTPTR_MAX - 10);
    tell("ADDRESS", address);
    set(address, 1, 100);
    return go_on();
}
