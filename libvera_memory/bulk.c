/* copy_memory, set_memory and zero_memory, on the compiler's own primitives. */
#include "export.h"
#include "misuse.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One compare finds every count that is not to be done as it is: 0, for which
 * the addresses may be null, and what is negative or exceeds any object. */
static inline bool is_ordinary(int64_t count)
{
    return __builtin_expect((uint64_t)count - 1 < PTRDIFF_MAX, 1);
}

static void refuse(const char *call, const void *dest, int64_t count)
{
    if (count != 0) {
        vera_misuse_report("%s was given %p and a count of %lld; expected 0 to %lld", call, dest,
                           (long long)count, (long long)PTRDIFF_MAX);
    }
}

void vera_memory_copy_memory(void *dest, const void *src, int64_t count)
{
    if (!is_ordinary(count)) {
        refuse("copy_memory", dest, count);
        return;
    }
    if (dest != src) {
        __builtin_memcpy(dest, src, (size_t)count);
    }
}

void vera_memory_set_memory(void *dest, int8_t value, int64_t count)
{
    if (!is_ordinary(count)) {
        refuse("set_memory", dest, count);
        return;
    }
    __builtin_memset(dest, (unsigned char)value, (size_t)count);
}

void vera_memory_zero_memory(void *dest, int64_t count)
{
    if (!is_ordinary(count)) {
        refuse("zero_memory", dest, count);
        return;
    }
    __builtin_memset(dest, 0, (size_t)count);
}
