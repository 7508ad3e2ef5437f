/* Frees a page that the program mapped. */
#include "misuse.h"

int main(void)
{
    void *address = writable_page();
    stock(48, 8);
    print_address("ADDRESS", address);
    free_block(address, 48);
    return go_on();
}
