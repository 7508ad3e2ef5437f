/* A large block is freed twice, at last as a small one. */
#include "misuse.h"

int main(void)
{
    char *block = take(100000);
    stock(48, 8);
    tell("ADDRESS", block);
    give(block, 100000);
    give(block, 48);
    return go_on();
}
