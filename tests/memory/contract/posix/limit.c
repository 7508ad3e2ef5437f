/* Limits addresses with setrlimit. */
#include "limit.h"

#include "run.h"
#include "status.h"

#include <sys/resource.h>

void limit_addresses(size_t more)
{
    rlim_t most = status_mapped() + more;
    expect(setrlimit(RLIMIT_AS, &(struct rlimit){most, most}) == 0);
}
