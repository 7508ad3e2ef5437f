/* Frees a block twice, with another free between, so that it is handed out twice. One of the
 * two owners never frees it, so nothing is found.
 */
#include "misuse.h"

int main(void)
{
    char *block = allocate(48);
    char *between = allocate(48);
    print_address("ADDRESS", block);
    free_block(block, 48);
    free_block(between, 48);
    free_block(block, 48);
    char *one = allocate(48);
    between = allocate(48);
    char *other = allocate(48);
    if (one == other) {
        corrupt("a block has two owners");
    } else {
        free_block(other, 48);
    }
    free_block(between, 48);
    free_block(one, 48);
    return go_on();
}
