/* A block is freed with the largest size there is. */
#include "misuse.h"

int main(void)
{
    char *block = take(100);
    tell("ADDRESS", block);
    give(block, INT64_MAX);
    give(block, 100);
    return go_on();
}
