/* A block is freed twice, and another one between. */
#include "misuse.h"

int main(void)
{
    char *block = take(48);
    char *other = take(48);
    stock(48, 8);
    tell("ADDRESS", block);
    give(block, 48);
    give(other, 48);
    give(block, 48);
    return go_on();
}
