/* What is freed lies on the stack. */
#include "misuse.h"

int main(void)
{
    char address[48] = {1};
    stock(48, 8);
    tell("ADDRESS", address);
    give(address, 48);
    return go_on();
}
