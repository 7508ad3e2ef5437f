/* Frees the last address there is. */
#include "misuse.h"

int main(void)
{
    void *address = (void *)UINTPTR_MAX;
    stock(48, 8);
    print_address("ADDRESS", address);
    free_block(address, 48);
    return go_on();
}
