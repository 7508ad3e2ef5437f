/* A large block that begins at a page is freed as if it did not. */
#include "misuse.h"

int main(void)
{
    char *block = take_aligned(100000, 8192);
    tell("ADDRESS", block);
    give(block, 100000);
    give_aligned(block, 100000, 8192);
    return go_on();
}
