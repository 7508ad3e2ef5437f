/* What is freed as a large block was mapped by the program. */
#include "misuse.h"

#include <sys/mman.h>

int main(void)
{
    void *address = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    tell("ADDRESS", address);
    give(address, 100000);
    return go_on();
}
