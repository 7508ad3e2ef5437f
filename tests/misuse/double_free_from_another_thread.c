/* A block is freed by one thread and then by another. */
#include "misuse.h"

static void give_it(void *block)
{
    give(block, 48);
}

int main(void)
{
    char *block = take(48);
    stock(48, 8);
    tell("ADDRESS", block);
    give(block, 48);
    in_another_thread(give_it, block);
    return go_on();
}
