/* A block of 100 bytes is freed with size 0. */
#include "misuse.h"

int main(void)
{
    char *block = take(100);
    stock(0, 8);
    tell("ADDRESS", block);
    give(block, 0);
    flush();
    give(block, 100);
    return go_on();
}
