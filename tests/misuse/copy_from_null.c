/* Copies bytes from null. */
#include "misuse.h"

int main(void)
{
    char *block = allocate(100);
    copy(block, NULL, 100);
    free_block(block, 100);
    return go_on();
}
