/* Bytes are copied from a range that goes past the last address. */
#include "misuse.h"

int main(void)
{
    char *address = (char *)(UINTPTR_MAX - 10);
    char *block = take(100);
    tell("ADDRESS", address);
    copy(block, address, 100);
    give(block, 100);
    return go_on();
}
