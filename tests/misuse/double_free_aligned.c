/* An aligned block is freed twice in a row. */
#include "misuse.h"

int main(void)
{
    char *block = take_aligned(100, 64);
    stock(100, 64);
    tell("ADDRESS", block);
    give_aligned(block, 100, 64);
    give_aligned(block, 100, 64);
    return go_on();
}
