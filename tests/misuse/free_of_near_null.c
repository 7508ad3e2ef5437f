/* Frees an address close to null. */
#include "misuse.h"

int main(void)
{
    void *address = (void *)8;
    stock(48, 8);
    print_address("ADDRESS", address);
    free_block(address, 48);
    return go_on();
}
