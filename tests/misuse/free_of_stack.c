/* Frees a variable on the stack. */
#include "misuse.h"

int main(void)
{
    char address[48] = {1};
    stock(48, 8);
    print_address("ADDRESS", address);
    free_block(address, 48);
    return go_on();
}
