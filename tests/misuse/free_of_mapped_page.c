/* What is freed was mapped by the program. */
#include "misuse.h"

int main(void)
{
    void *address = writable_page();
    stock(48, 8);
    tell("ADDRESS", address);
    give(address, 48);
    return go_on();
}
