/* Bytes are copied into a block that was freed. */
#include "misuse.h"

int main(void)
{
    char *block = take(100);
    char *other = take(200);
    give(block, 100);
    tell("ADDRESS", block);
    copy(block, other, 100);
    give(other, 200);
    return go_on();
}
