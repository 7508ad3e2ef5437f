/* Frees a block again after its slab was closed: enough blocks are allocated with it that
 * its slab holds none of the stock.
 */
#include "misuse.h"

enum { BLOCKS = 32 };

int main(void)
{
    stock(65536, 8);
    char *blocks[BLOCKS];
    for (int i = 0; i < BLOCKS; i++) {
        blocks[i] = allocate(65536);
    }
    char *block = blocks[BLOCKS / 2];
    print_address("ADDRESS", block);
    for (int i = 0; i < BLOCKS; i++) {
        free_block(blocks[i], 65536);
    }
    grow_old();
    free_block(block, 65536);
    return go_on();
}
