/* vera:probe, first release. */
#include <stdint.h>

#pragma GCC visibility push(default)
int64_t vera_probe_first(void);
#pragma GCC visibility pop

int64_t vera_probe_first(void)
{
    return 1;
}
