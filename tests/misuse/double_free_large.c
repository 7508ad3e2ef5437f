/* A large block is freed twice in a row. */
#include "misuse.h"

int main(void)
{
    char *block = take(100000);
    tell("ADDRESS", block);
    give(block, 100000);
    give(block, 100000);
    return go_on();
}
