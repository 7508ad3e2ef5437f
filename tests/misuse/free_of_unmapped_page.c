/* Frees an inaccessible page, which stays reserved so that no later mapping takes its place. */
#include "misuse.h"

int main(void)
{
    void *address = inaccessible_page();
    stock(48, 8);
    print_address("ADDRESS", address);
    free_block(address, 48);
    return go_on();
}
