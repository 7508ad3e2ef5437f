/* An aligned block is freed as if it were none. */
#include "misuse.h"

int main(void)
{
    char *block = take_aligned(100, 64);
    stock(100, 8);
    tell("ADDRESS", block);
    give(block, 100);
    flush();
    give_aligned(block, 100, 64);
    return go_on();
}
