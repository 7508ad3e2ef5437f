/* What is freed begins eight bytes into a large block. */
#include "misuse.h"

int main(void)
{
    char *block = take(100000);
    tell("ADDRESS", block + 8);
    tell("BLOCK", block);
    give(block + 8, 100000);
    give(block, 100000);
    return go_on();
}
