/* Bytes at null are set. */
#include "misuse.h"

int main(void)
{
    set(NULL, 1, 100);
    return go_on();
}
