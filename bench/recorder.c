/* A library to preload. It writes each allocation and free of the process, by the C library's
 * allocator, to the file that VERA_BENCH_TRACE names, one per line:
 *   ADDRESS SIZE ALIGN   an allocation; ALIGN is 0 if none was requested
 *   ADDRESS              a free
 * A reallocation is a free and an allocation. trace.awk turns the file into a trace.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* glibc's own names of the functions that are interposed here. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);
void *__libc_memalign(size_t align, size_t size);
void __libc_free(void *block);

void *memalign(size_t align, size_t size);

enum { ROOM = 1 << 20, LINE = 80 };

static atomic_flag busy = ATOMIC_FLAG_INIT;
static char text[ROOM];
static size_t length;
static int file = -1;

static void lock(void)
{
    while (atomic_flag_test_and_set_explicit(&busy, memory_order_acquire)) {
    }
}

static void unlock(void)
{
    atomic_flag_clear_explicit(&busy, memory_order_release);
}

/* The caller holds the lock. If a write fails, the file is removed, because an incomplete one
 * would pass for a trace. */
static void flush(void)
{
    const char *name = getenv("VERA_BENCH_TRACE");
    size_t done = 0;
    if (file < 0 && name != NULL) {
        file = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    }
    while (done < length && file >= 0) {
        ssize_t written = write(file, text + done, length - done);
        if (written < 0 && errno != EINTR) {
            unlink(name);
            _exit(99);
        }
        done += written > 0 ? (size_t)written : 0;
    }
    length = 0;
}

__attribute__((format(printf, 1, 2))) static void record(const char *format, ...)
{
    int saved = errno;
    va_list args;
    va_start(args, format);
    lock();
    length += (size_t)vsnprintf(text + length, LINE, format, args);
    if (length > ROOM - LINE) {
        flush();
    }
    unlock();
    va_end(args);
    errno = saved;
}

static void record_allocation(const void *block, size_t size, size_t align)
{
    if (block != NULL) {
        record("%" PRIxPTR " %zu %zu\n", (uintptr_t)block, size, align);
    }
}

/* Called before the free, because another thread may get the same block right after it. */
static void record_free(const void *block)
{
    if (block != NULL) {
        record("%" PRIxPTR "\n", (uintptr_t)block);
    }
}

__attribute__((destructor)) static void finish(void)
{
    lock();
    flush();
    unlock();
}

void *malloc(size_t size)
{
    void *block = __libc_malloc(size);
    record_allocation(block, size, 0);
    return block;
}

void *calloc(size_t number, size_t size)
{
    void *block = __libc_calloc(number, size);
    record_allocation(block, number * size, 0);
    return block;
}

void *memalign(size_t align, size_t size)
{
    void *block = __libc_memalign(align, size);
    record_allocation(block, size, align);
    return block;
}

void *aligned_alloc(size_t align, size_t size)
{
    return memalign(align, size);
}

int posix_memalign(void **place, size_t align, size_t size)
{
    int saved = errno;
    void *block = memalign(align, size);
    errno = saved;
    if (block == NULL) {
        return ENOMEM;
    }
    *place = block;
    return 0;
}

void free(void *block)
{
    record_free(block);
    __libc_free(block);
}

void *realloc(void *block, size_t size)
{
    record_free(block);
    void *moved = __libc_realloc(block, size);
    record_allocation(moved, size, 0);
    return moved;
}
