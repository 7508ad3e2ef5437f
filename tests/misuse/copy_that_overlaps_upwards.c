/* The last byte of the source is the first one that is written. */
#include "misuse.h"

int main(void)
{
    char *block = take(100);
    tell("ADDRESS", block + 49);
    tell("SOURCE", block);
    copy(block + 49, block, 50);
    give(block, 100);
    return go_on();
}
