/* What is freed was allocated by the C library. */
#include "misuse.h"

#include <stdlib.h>

int main(void)
{
    void *address = malloc(48);
    stock(48, 8);
    tell("ADDRESS", address);
    give(address, 48);
    return go_on();
}
