/* Copies INT64_MIN bytes. */
#include "misuse.h"

int main(void)
{
    static char bytes[64];
    print_address("ADDRESS", bytes);
    copy(bytes, bytes + 8, INT64_MIN);
    return go_on();
}
