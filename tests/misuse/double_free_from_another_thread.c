/* Frees a block in one thread and then in another. */
#include "misuse.h"

static void free_it(void *block)
{
    free_block(block, 48);
}

int main(void)
{
    char *block = allocate(48);
    stock(48, 8);
    print_address("ADDRESS", block);
    free_block(block, 48);
    in_another_thread(free_it, block);
    return go_on();
}
