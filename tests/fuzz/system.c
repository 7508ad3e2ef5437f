/* The three system calls that the library makes, by their numbers. The sanitizer and
 * libFuzzer make theirs in another way, so only the library's are counted.
 */
#include "system.h"

#include <errno.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

static size_t to_pass, to_fail, failures, mapped;

void system_fail(size_t before, size_t count)
{
    to_pass = before;
    to_fail = count;
}

void system_heal(void)
{
    to_fail = 0;
}

size_t system_failures(void)
{
    return failures;
}

size_t system_mapped(void)
{
    return mapped;
}

static bool fails(void)
{
    if (to_fail == 0) {
        return false;
    }
    if (to_pass > 0) {
        to_pass--;
        return false;
    }
    to_fail--;
    failures++;
    errno = ENOMEM;
    return true;
}

void *mmap(void *addr, size_t size, int protection, int flags, int file, off_t offset)
{
    if (fails() || size >= SYSTEM_LIMIT) {
        errno = ENOMEM;
        return MAP_FAILED;
    }
    void *start = (void *)syscall(SYS_mmap, addr, size, protection, flags, file, offset);
    /* A mapping at a fixed address replaces another one. */
    mapped += start != MAP_FAILED && (flags & MAP_FIXED) == 0 ? size : 0;
    return start;
}

int munmap(void *addr, size_t size)
{
    if (fails()) {
        return -1;
    }
    mapped -= size;
    return (int)syscall(SYS_munmap, addr, size);
}

int madvise(void *addr, size_t size, int advice)
{
    return fails() ? -1 : (int)syscall(SYS_madvise, addr, size, advice);
}
