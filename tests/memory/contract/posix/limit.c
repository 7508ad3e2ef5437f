/* Limits addresses with setrlimit, and occupies them with mmap. */
#include "limit.h"

#include "run.h"
#include "status.h"

#include <sys/mman.h>
#include <sys/resource.h>

void limit_addresses(size_t more)
{
    rlim_t most = status_mapped() + more;
    expect(setrlimit(RLIMIT_AS, &(struct rlimit){most, most}) == 0);
}

void occupy_addresses(size_t bytes)
{
    expect(mmap(NULL, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED);
}
