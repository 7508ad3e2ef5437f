/* Zeroes bytes at null. */
#include "misuse.h"

int main(void)
{
    zero(NULL, 100);
    return go_on();
}
