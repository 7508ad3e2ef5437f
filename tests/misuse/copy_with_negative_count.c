/* Copies a negative number of bytes. */
#include "misuse.h"

int main(void)
{
    static char bytes[64];
    print_address("ADDRESS", bytes);
    copy(bytes, bytes + 8, -1);
    return go_on();
}
