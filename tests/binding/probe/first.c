/* vera:probe, first release. It needs the C library, as all real modules do, and so it
 * refers to that library's version nodes even when it has none itself. */
#include <stdint.h>
#include <stdlib.h>

#pragma GCC visibility push(default)
int64_t vera_probe_first(void);
#pragma GCC visibility pop

int64_t vera_probe_first(void)
{
    return strtol("1", NULL, 10);
}
