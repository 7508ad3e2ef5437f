/* A block is freed twice, and others are allocated and freed between. */
#include "misuse.h"

int main(void)
{
    char *block = take(48);
    stock(48, 8);
    tell("ADDRESS", block);
    give(block, 48);
    for (int i = 0; i < 20; i++) {
        give(take(100), 100);
    }
    give(block, 48);
    return go_on();
}
