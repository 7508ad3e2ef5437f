/* Writes to a block after it was freed and handed out again. */
#include "misuse.h"

int main(void)
{
    char *block = allocate(48);
    print_address("ADDRESS", block);
    free_block(block, 48);
    char *other = allocate(48);
    other[3] = 0;
    block[3] = 1;
    if (other[3] != 0) {
        corrupt("the next owner's block was written to");
    }
    free_block(other, 48);
    leave_quarantine();
    return go_on();
}
