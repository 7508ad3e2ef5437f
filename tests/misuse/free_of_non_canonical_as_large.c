/* Frees a value that cannot be an address on this machine, as a large block. */
#include "misuse.h"

int main(void)
{
    void *address = (void *)0xDEADBEEFDEADB000;
    print_address("ADDRESS", address);
    free_block(address, 100000);
    return go_on();
}
