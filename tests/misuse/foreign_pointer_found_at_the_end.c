/* Frees a variable, and exits. */
#include "misuse.h"

int main(void)
{
    static char foreign[48];
    print_address("ADDRESS", foreign);
    free_block(foreign, 48);
    return stop();
}
