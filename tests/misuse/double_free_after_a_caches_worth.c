/* A block is freed twice, and as many as a cache holds between. */
#include "misuse.h"

int main(void)
{
    char *block = take(48);
    char *others[STOCK];
    for (int i = 0; i < STOCK; i++) {
        others[i] = take(48);
    }
    stock(48, 8);
    tell("ADDRESS", block);
    give(block, 48);
    for (int i = 0; i < STOCK; i++) {
        give(others[i], 48);
    }
    give(block, 48);
    return go_on();
}
