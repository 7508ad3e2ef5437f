/* The least number of bytes is copied. */
#include "misuse.h"

int main(void)
{
    static char bytes[64];
    tell("ADDRESS", bytes);
    copy(bytes, bytes + 8, INT64_MIN);
    return go_on();
}
