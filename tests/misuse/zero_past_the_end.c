/* Bytes past the end of a block are zeroed. */
#include "misuse.h"

int main(void)
{
    char *block = take(100);
    tell("ADDRESS", block + 99);
    tell("BLOCK", block);
    zero(block + 99, 2);
    give(block, 100);
    return go_on();
}
