/* A block is freed with the least size there is. */
#include "misuse.h"

int main(void)
{
    char *block = take(100000);
    tell("ADDRESS", block);
    give(block, INT64_MIN);
    give(block, 100000);
    return go_on();
}
