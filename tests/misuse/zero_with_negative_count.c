/* A number below 0 of bytes is zeroed. */
#include "misuse.h"

int main(void)
{
    static char bytes[64];
    tell("ADDRESS", bytes);
    zero(bytes, -2);
    return go_on();
}
