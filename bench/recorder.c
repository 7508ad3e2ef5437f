/* A library to be preloaded: writes what its process takes from the C library's
 * allocator and frees to the file that VERA_BENCH_TRACE names, a line each:
 *   ADDRESS SIZE ALIGN   a block was taken; ALIGN is 0 where none was asked for
 *   ADDRESS              it was freed
 * A reallocation is a free and an allocation. trace.awk makes of it what can be
 * replayed.
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

/* glibc's own names of what is interposed here. */
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

static void take_lock(void)
{
    while (atomic_flag_test_and_set_explicit(&busy, memory_order_acquire)) {
    }
}

static void drop_lock(void)
{
    atomic_flag_clear_explicit(&busy, memory_order_release);
}

/* With the lock held. What cannot be written makes no trace: the file is removed,
 * so that nobody takes it for one. */
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
    take_lock();
    length += (size_t)vsnprintf(text + length, LINE, format, args);
    if (length > ROOM - LINE) {
        flush();
    }
    drop_lock();
    va_end(args);
    errno = saved;
}

static void record_taken(const void *block, size_t size, size_t align)
{
    if (block != NULL) {
        record("%" PRIxPTR " %zu %zu\n", (uintptr_t)block, size, align);
    }
}

/* Before it is freed, because another thread may get the same block right after. */
static void record_freed(const void *block)
{
    if (block != NULL) {
        record("%" PRIxPTR "\n", (uintptr_t)block);
    }
}

__attribute__((destructor)) static void finish(void)
{
    take_lock();
    flush();
    drop_lock();
}

void *malloc(size_t size)
{
    void *block = __libc_malloc(size);
    record_taken(block, size, 0);
    return block;
}

void *calloc(size_t number, size_t size)
{
    void *block = __libc_calloc(number, size);
    record_taken(block, number * size, 0);
    return block;
}

void *memalign(size_t align, size_t size)
{
    void *block = __libc_memalign(align, size);
    record_taken(block, size, align);
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
    record_freed(block);
    __libc_free(block);
}

void *realloc(void *block, size_t size)
{
    record_freed(block);
    void *moved = __libc_realloc(block, size);
    record_taken(moved, size, 0);
    return moved;
}
