/* A block is freed again when it has left the cache. */
#include "misuse.h"

int main(void)
{
    char *block = take(48);
    stock(48, 8);
    tell("ADDRESS", block);
    give(block, 48);
    release();
    give(block, 48);
    return go_on();
}
