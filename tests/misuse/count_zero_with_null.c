/* Passes null with a count of 0: not misuse. */
#include "misuse.h"

int main(void)
{
    copy(NULL, NULL, 0);
    set(NULL, 1, 0);
    zero(NULL, 0);
    return go_on();
}
