/* Bytes are copied from null. */
#include "misuse.h"

int main(void)
{
    char *block = take(100);
    copy(block, NULL, 100);
    give(block, 100);
    return go_on();
}
