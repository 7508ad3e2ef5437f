/* Bytes are copied past the end of a block. */
#include "misuse.h"

int main(void)
{
    char *block = take(100);
    char *other = take(200);
    tell("ADDRESS", block + 1);
    tell("BLOCK", block);
    copy(block + 1, other, 100);
    give(block, 100);
    give(other, 200);
    return go_on();
}
