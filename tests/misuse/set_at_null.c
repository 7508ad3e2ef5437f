/* Sets bytes at null. */
#include "misuse.h"

int main(void)
{
    set(NULL, 1, 100);
    return go_on();
}
