/* What is freed is a variable of the program. */
#include "misuse.h"

int main(void)
{
    static char address[48];
    stock(48, 8);
    tell("ADDRESS", address);
    give(address, 48);
    return go_on();
}
