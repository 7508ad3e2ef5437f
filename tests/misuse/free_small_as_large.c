/* A small block is freed with the size of a large one. */
#include "misuse.h"

int main(void)
{
    char *block = take(100);
    tell("ADDRESS", block);
    give(block, 100000);
    give(block, 100);
    return go_on();
}
