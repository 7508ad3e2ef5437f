/* An aligned block is freed with a size below 0. */
#include "misuse.h"

int main(void)
{
    char *block = take_aligned(100, 64);
    tell("ADDRESS", block);
    give_aligned(block, -1, 64);
    give_aligned(block, 100, 64);
    return go_on();
}
