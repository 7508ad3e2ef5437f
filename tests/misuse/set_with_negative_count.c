/* A number below 0 of bytes is set. */
#include "misuse.h"

int main(void)
{
    static char bytes[64];
    tell("ADDRESS", bytes);
    set(bytes, 1, -64);
    return go_on();
}
