/* What is freed cannot be touched: no later mapping comes where this is. */
#include "misuse.h"

#include <sys/mman.h>

int main(void)
{
    void *address = mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    stock(48, 8);
    tell("ADDRESS", address);
    give(address, 48);
    return go_on();
}
