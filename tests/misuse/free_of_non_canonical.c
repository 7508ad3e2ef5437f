/* Frees a value that cannot be an address on this machine. */
#include "misuse.h"

int main(void)
{
    void *address = (void *)0xDEADBEEFDEADB000;
    stock(48, 8);
    print_address("ADDRESS", address);
    free_block(address, 48);
    return go_on();
}
