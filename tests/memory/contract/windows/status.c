/* Reads the working set from the system, and mapped addresses from VirtualQuery. */
#include "status.h"

#include "run.h"

#include <windows.h>

#include <psapi.h> /* after the types */

static PROCESS_MEMORY_COUNTERS counters(void)
{
    PROCESS_MEMORY_COUNTERS counters;
    ck_assert(GetProcessMemoryInfo(GetCurrentProcess(), &counters, sizeof counters));
    return counters;
}

size_t status_resident(void)
{
    return counters().WorkingSetSize;
}

size_t status_peak(void)
{
    return counters().PeakWorkingSetSize;
}

size_t status_mapped(void)
{
    MEMORY_BASIC_INFORMATION region;
    size_t bytes = 0;
    char *at = NULL;
    while (VirtualQuery(at, &region, sizeof region) != 0) {
        bytes += region.State != MEM_FREE ? region.RegionSize : 0;
        at = (char *)region.BaseAddress + region.RegionSize;
    }
    ck_assert_uint_gt(bytes, 0);
    return bytes;
}

/* Wine commits all of it. */
size_t status_of_stack(void)
{
    return (size_t)2 << 20;
}

const char *status_skipped(void)
{
    return NULL;
}
