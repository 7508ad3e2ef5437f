/* Prints whether it runs with rights that its user does not have. Then it leaks a block and
 * commits a misuse: what the library prints about them depends only on the environment.
 */
#include <stdio.h>
#include <unistd.h>
#include <vera/memory.h>

int main(void)
{
    puts(geteuid() != getuid() ? "secure" : "plain");
    fflush(stdout);
    void *block = vera_memory_allocate(100);
    volatile int64_t less = -1; /* volatile: a compiler would warn of a constant */
    vera_memory_free(block, less);
    return 0;
}
