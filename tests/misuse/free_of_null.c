/* Null is freed, with whatever size and alignment: that is no misuse. */
#include "misuse.h"

int main(void)
{
    give(NULL, 0);
    give(NULL, -1);
    give(NULL, INT64_MAX);
    give_aligned(NULL, INT64_MIN, 3);
    return go_on();
}
