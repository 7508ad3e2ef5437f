/* What was never allocated is freed, and becomes the next block. */
#include "misuse.h"

int main(void)
{
    static char foreign[48];
    tell("ADDRESS", foreign);
    give(foreign, 48);
    char *block = take(48);
    if (block == foreign) {
        corrupt("a block lies in a variable");
    } else {
        give(block, 48);
    }
    return go_on();
}
