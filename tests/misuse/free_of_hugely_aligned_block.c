/* A block that begins at a MiB is freed as if it did not. */
#include "misuse.h"

int main(void)
{
    char *block = take_aligned(100, 1 << 20);
    stock(100, 8);
    tell("ADDRESS", block);
    give(block, 100);
    flush();
    give_aligned(block, 100, 1 << 20);
    return go_on();
}
