/* Frees a static variable. */
#include "misuse.h"

int main(void)
{
    static char address[48];
    stock(48, 8);
    print_address("ADDRESS", address);
    free_block(address, 48);
    return go_on();
}
