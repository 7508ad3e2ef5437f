/* A block is freed with a size below 0. */
#include "misuse.h"

int main(void)
{
    char *block = take(100);
    tell("ADDRESS", block);
    give(block, -100);
    give(block, 100);
    return go_on();
}
