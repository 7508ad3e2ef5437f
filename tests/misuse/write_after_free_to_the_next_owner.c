/* A block is written to after it was freed and handed out again. */
#include "misuse.h"

int main(void)
{
    char *block = take(48);
    tell("ADDRESS", block);
    give(block, 48);
    char *other = take(48);
    other[3] = 0;
    block[3] = 1;
    if (other[3] != 0) {
        corrupt("the next owner's block was written to");
    }
    give(other, 48);
    release();
    return go_on();
}
