/* Nothing is done to no bytes, at null too: that is no misuse. */
#include "misuse.h"

int main(void)
{
    copy(NULL, NULL, 0);
    set(NULL, 1, 0);
    zero(NULL, 0);
    return go_on();
}
