/* Tells whether it runs with rights that its user does not have. Then it leaves a
 * block behind, and commits a misuse: what is said of either depends on the
 * environment alone. */
#include <stdio.h>
#include <unistd.h>
#include <vera/memory.h>

int main(void)
{
    puts(geteuid() != getuid() ? "secure" : "plain");
    fflush(stdout);
    void *block = vera_memory_allocate(100);
    volatile int64_t less = -1; /* a compiler warns of what is done here on purpose */
    vera_memory_free(block, less);
    return 0;
}
