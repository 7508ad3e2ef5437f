/* Sets a range that runs past the last address. */
#include "misuse.h"

int main(void)
{
    char *address = (char *)(UINTPTR_MAX - 10);
    print_address("ADDRESS", address);
    set(address, 1, 100);
    return go_on();
}
