/* Frees a variable, which is then handed out as the next block. */
#include "misuse.h"

int main(void)
{
    static char foreign[48];
    print_address("ADDRESS", foreign);
    free_block(foreign, 48);
    char *block = allocate(48);
    if (block == foreign) {
        corrupt("a block lies in a variable");
    } else {
        free_block(block, 48);
    }
    return go_on();
}
