/* What is freed cannot be touched: no later mapping comes where this is. */
#include "misuse.h"

int main(void)
{
    void *address = untouchable_page();
    stock(48, 8);
    tell("ADDRESS", address);
    give(address, 48);
    return go_on();
}
