/* Frees a block that malloc allocated. */
#include "misuse.h"

#include <stdlib.h>

int main(void)
{
    void *address = malloc(48);
    stock(48, 8);
    print_address("ADDRESS", address);
    free_block(address, 48);
    return go_on();
}
