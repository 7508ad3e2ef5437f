/* A block is freed with the size of the class below its own. */
#include "misuse.h"

int main(void)
{
    char *block = take(55000);
    stock(50000, 8);
    tell("ADDRESS", block);
    give(block, 50000);
    flush();
    give(block, 55000);
    return go_on();
}
