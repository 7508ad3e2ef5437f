/* Frees a page that the program mapped, as a large block. */
#include "misuse.h"

int main(void)
{
    void *address = writable_page();
    print_address("ADDRESS", address);
    free_block(address, 100000);
    return go_on();
}
