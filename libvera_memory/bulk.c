/* copy_memory, set_memory and zero_memory, on the compiler's own primitives. */
#include "checking.h"
#include "export.h"
#include "misuse.h"
#include "mode.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One compare finds every count that is not to be done as it is: 0, for which
 * the addresses may be null, what is negative or exceeds any object, and in check mode
 * all. */
static inline bool is_ordinary(int64_t count)
{
    size_t most = atomic_load_explicit(&vera_mode_ordinary, memory_order_relaxed);
    return __builtin_expect((uint64_t)count - 1 < most, 1);
}

/* Whether a count that is not ordinary is one of bytes. */
static bool is_count(const char *call, const void *dest, int64_t count)
{
    bool is_bytes = (uint64_t)count <= PTRDIFF_MAX;
    if (!is_bytes) {
        vera_misuse_report("%s(%p, %lld bytes): expected 0 to %lld bytes", call, dest,
                           (long long)count, (long long)PTRDIFF_MAX);
    }
    return is_bytes && count > 0;
}

static bool may_write(const char *call, const void *dest, int64_t count)
{
    return is_count(call, dest, count) && vera_checking_range(call, dest, (size_t)count);
}

static bool may_copy(const void *dest, const void *src, int64_t count)
{
    static const char call[] = "copy_memory";
    return may_write(call, dest, count) && vera_checking_range(call, src, (size_t)count) &&
           vera_checking_apart(call, dest, src, (size_t)count);
}

void vera_memory_copy_memory(void *dest, const void *src, int64_t count)
{
    if (!is_ordinary(count) && !may_copy(dest, src, count)) {
        return;
    }
    if (dest != src) {
        __builtin_memcpy(dest, src, (size_t)count);
    }
}

void vera_memory_set_memory(void *dest, int8_t value, int64_t count)
{
    if (!is_ordinary(count) && !may_write("set_memory", dest, count)) {
        return;
    }
    __builtin_memset(dest, (unsigned char)value, (size_t)count);
}

void vera_memory_zero_memory(void *dest, int64_t count)
{
    if (!is_ordinary(count) && !may_write("zero_memory", dest, count)) {
        return;
    }
    __builtin_memset(dest, 0, (size_t)count);
}
