/* Bytes past the end of a block are set. */
#include "misuse.h"

int main(void)
{
    char *block = take(100);
    tell("ADDRESS", block);
    tell("BLOCK", block);
    set(block, 1, 101);
    give(block, 100);
    return go_on();
}
