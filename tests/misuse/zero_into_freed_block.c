/* The last byte of a block that was freed is zeroed. */
#include "misuse.h"

int main(void)
{
    char *block = take(100);
    give(block, 100);
    tell("ADDRESS", block + 99);
    zero(block + 99, 1);
    return go_on();
}
