/* Sets a negative number of bytes. */
#include "misuse.h"

int main(void)
{
    static char bytes[64];
    print_address("ADDRESS", bytes);
    set(bytes, 1, -64);
    return go_on();
}
