/* What is freed as a large block was mapped by the program. */
#include "misuse.h"

int main(void)
{
    void *address = writable_page();
    tell("ADDRESS", address);
    give(address, 100000);
    return go_on();
}
