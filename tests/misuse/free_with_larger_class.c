/* A block of 32 bytes is freed as one of 64. */
#include "misuse.h"

int main(void)
{
    char *block = take(32);
    stock(64, 8);
    tell("ADDRESS", block);
    give(block, 64);
    flush();
    give(block, 32);
    return go_on();
}
