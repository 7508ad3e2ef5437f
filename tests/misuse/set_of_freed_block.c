/* A byte of a block that was freed is set. */
#include "misuse.h"

int main(void)
{
    char *block = take(100);
    give(block, 100);
    tell("ADDRESS", block);
    set(block, 1, 1);
    return go_on();
}
