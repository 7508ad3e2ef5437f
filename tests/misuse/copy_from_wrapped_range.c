/* Copies from a range that runs past the last address. */
#include "misuse.h"

int main(void)
{
    char *address = (char *)(UINTPTR_MAX - 10);
    char *block = allocate(100);
    print_address("ADDRESS", address);
    copy(block, address, 100);
    free_block(block, 100);
    return go_on();
}
