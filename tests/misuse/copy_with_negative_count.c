/* A number below 0 of bytes is copied. */
#include "misuse.h"

int main(void)
{
    static char bytes[64];
    tell("ADDRESS", bytes);
    copy(bytes, bytes + 8, -1);
    return go_on();
}
