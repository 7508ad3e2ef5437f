/* What is freed begins a page into a large block. */
#include "misuse.h"

int main(void)
{
    char *block = take(100000);
    tell("ADDRESS", block + 4096);
    tell("BLOCK", block);
    give(block + 4096, 100000);
    give(block, 100000);
    return go_on();
}
