/* copy_memory, set_memory and zero_memory, on the compiler's own primitives. */
#include "check/check.h"
#include "export.h"
#include "misuse.h"
#include "mode.h"
#include "start.h"
#include "system.h"

#include <errno.h> /* the numbers */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One compare finds every count that needs a look: 0, for which the addresses may be null;
 * negative ones and those larger than any object; and in check mode, and before the mode is
 * known, all. */
static inline bool is_ordinary(int64_t count)
{
    size_t most = atomic_load_explicit(&vera_mode_bulk_limit, memory_order_relaxed);
    return __builtin_expect((uint64_t)count - 1 < most, 1);
}

static bool is_count(const char *call, const void *dest, int64_t count)
{
    bool is_bytes = (uint64_t)count <= PTRDIFF_MAX;
    if (!is_bytes) {
        vera_misuse_report("%s(%p, %lld bytes): expected 0 to %lld bytes", call, dest,
                           (long long)count, (long long)PTRDIFF_MAX);
    }
    return is_bytes;
}

/* A signal handler may call this: once the mode is known, nothing is tried again here. */
static bool is_checked(void)
{
    if (atomic_load_explicit(&vera_mode, memory_order_relaxed) == VERA_MODE_UNREAD) {
        vera_start();
    }
    return vera_mode_is_check();
}

static bool may_write(const char *call, const void *dest, int64_t count)
{
    return is_count(call, dest, count) &&
           (!is_checked() || vera_check_range(call, dest, (size_t)count));
}

static bool may_copy(const void *dest, const void *src, int64_t count)
{
    static const char call[] = "copy_memory";
    return may_write(call, dest, count) &&
           (!is_checked() || (vera_check_range(call, src, (size_t)count) &&
                              vera_check_disjoint(call, dest, src, (size_t)count)));
}

static inline void copy(void *dest, const void *src, int64_t count)
{
    if (dest != src) {
        __builtin_memcpy(dest, src, (size_t)count);
    }
}

static inline void set(void *dest, unsigned char value, int64_t count)
{
    __builtin_memset(dest, value, (size_t)count);
}

/* Out of line, so that the fast path saves no register and ends in a jump. */
#define SLOW __attribute__((noinline, cold))

SLOW static void copy_checked(void *dest, const void *src, int64_t count)
{
    if (count == 0) {
        return;
    }
    if (may_copy(dest, src, count)) {
        copy(dest, src, count);
    } else {
        vera_error_set(EINVAL);
    }
}

SLOW static void set_checked(void *dest, unsigned char value, int64_t count, const char *call)
{
    if (count == 0) {
        return;
    }
    if (may_write(call, dest, count)) {
        set(dest, value, count);
    } else {
        vera_error_set(EINVAL);
    }
}

void vera_memory_copy_memory(void *dest, const void *src, int64_t count)
{
    if (!is_ordinary(count)) {
        copy_checked(dest, src, count);
        return;
    }
    copy(dest, src, count);
}

void vera_memory_set_memory(void *dest, int8_t value, int64_t count)
{
    if (!is_ordinary(count)) {
        set_checked(dest, (unsigned char)value, count, "set_memory");
        return;
    }
    set(dest, (unsigned char)value, count);
}

void vera_memory_zero_memory(void *dest, int64_t count)
{
    if (!is_ordinary(count)) {
        set_checked(dest, 0, count, "zero_memory");
        return;
    }
    set(dest, 0, count);
}
