/* A large block is freed with the size of a small one. */
#include "misuse.h"

int main(void)
{
    char *block = take(100000);
    stock(100, 8);
    tell("ADDRESS", block);
    give(block, 100);
    flush();
    give(block, 100000);
    return go_on();
}
