/* A block of 64 bytes is freed as one of 32. */
#include "misuse.h"

int main(void)
{
    char *block = take(64);
    stock(32, 8);
    tell("ADDRESS", block);
    give(block, 32);
    flush();
    give(block, 64);
    return go_on();
}
