/* The first byte of the source is the last one that is written. */
#include "misuse.h"

int main(void)
{
    char *block = take(100);
    tell("ADDRESS", block);
    tell("SOURCE", block + 49);
    copy(block, block + 49, 50);
    give(block, 100);
    return go_on();
}
