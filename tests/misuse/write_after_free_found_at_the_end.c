/* A block is written to after it was freed, and the program ends. */
#include "misuse.h"

int main(void)
{
    char *block = take(100);
    tell("ADDRESS", block);
    int status = go_on();
    give(block, 100);
    block[3] = 1;
    return status;
}
