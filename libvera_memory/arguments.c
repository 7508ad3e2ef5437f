/* The errors and messages for arguments that are not valid. */
#include "arguments.h"

#include "misuse.h"
#include "system.h"

#include <errno.h> /* the numbers */

void vera_arguments_set_error(int64_t size, int64_t align)
{
    vera_error_set(size < 0 || !vera_arguments_is_power_of_two(align) ? EINVAL : ENOMEM);
}

bool vera_arguments_can_free(const char *call, const void *addr, int64_t size, int64_t align)
{
    if (vera_arguments_are_valid(size, align)) {
        return true;
    }
    if (size < 0 || (uint64_t)size > PTRDIFF_MAX) {
        vera_misuse_report("%s(%p, %lld bytes): expected 0 to %lld bytes", call, addr,
                           (long long)size, (long long)PTRDIFF_MAX);
    } else if (!vera_arguments_is_power_of_two(align)) {
        vera_misuse_report("%s(%p, %lld bytes at alignment %lld): expected a power of two", call,
                           addr, (long long)size, (long long)align);
    } else {
        vera_misuse_report("%s(%p, %lld bytes at alignment %lld): expected at most %lld", call,
                           addr, (long long)size, (long long)align, (long long)PTRDIFF_MAX);
    }
    return false;
}
