/* A block is copied onto itself: that is no misuse. */
#include "misuse.h"

int main(void)
{
    char *block = take(100);
    copy(block, block, 100);
    copy(block, block + 50, 50);
    copy(block + 50, block, 50);
    give(block, 100);
    return go_on();
}
