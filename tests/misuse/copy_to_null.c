/* Bytes are copied to null. */
#include "misuse.h"

int main(void)
{
    char *block = take(100);
    copy(NULL, block, 100);
    give(block, 100);
    return go_on();
}
