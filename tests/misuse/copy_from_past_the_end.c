/* Bytes are copied from past the end of a block. */
#include "misuse.h"

int main(void)
{
    char *block = take(100);
    char *other = take(200);
    tell("ADDRESS", block);
    tell("BLOCK", block);
    copy(other, block, 101);
    give(block, 100);
    give(other, 200);
    return go_on();
}
