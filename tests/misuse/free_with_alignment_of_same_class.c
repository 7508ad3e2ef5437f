/* A block is freed with another alignment, which has the same class for its size. */
#include "misuse.h"

int main(void)
{
    char *block = take_aligned(128, 64);
    stock(128, 64);
    tell("ADDRESS", block);
    give_aligned(block, 128, 32);
    if (was_refused()) {
        give_aligned(block, 128, 64);
    }
    return go_on();
}
