/* Zeroes a negative number of bytes. */
#include "misuse.h"

int main(void)
{
    static char bytes[64];
    print_address("ADDRESS", bytes);
    zero(bytes, -2);
    return go_on();
}
