/* A block is freed again when its slab was given back: as many were allocated with it
 * as share none with the stock.
 */
#include "misuse.h"

enum { BLOCKS = 32 };

int main(void)
{
    stock(65536, 8);
    char *blocks[BLOCKS];
    for (int i = 0; i < BLOCKS; i++) {
        blocks[i] = take(65536);
    }
    char *block = blocks[BLOCKS / 2];
    tell("ADDRESS", block);
    for (int i = 0; i < BLOCKS; i++) {
        give(blocks[i], 65536);
    }
    release();
    give(block, 65536);
    return go_on();
}
