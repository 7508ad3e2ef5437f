/* A library to preload. It writes a recording of what the process allocates and frees with the C
 * library's allocator to the file that VERA_BENCH_RECORDING names; recording.h has the form. Of the
 * processes whose names begin with VERA_BENCH_PROGRAM, the first to create the file is recorded,
 * with all its threads; a command may start others, or be a script. A block that is reallocated is
 * a new block, and then a free of the old one, as in a program that has no realloc.
 *
 * The number of a block lies behind it: each is allocated with room for that.
 */
#include "recording.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* glibc's own names of the functions that are interposed here. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);
void *__libc_memalign(size_t align, size_t size);
void __libc_free(void *block);

void *memalign(size_t align, size_t size);
size_t malloc_usable_size(void *block);

enum { ROOM = 1 << 20 };

static atomic_flag busy = ATOMIC_FLAG_INIT;
static struct recording_header header;
static unsigned char text[ROOM];
static size_t length;
static int file = -1;
static bool stopped; /* or never started */

/* The numbers of freed blocks, the last one at the end. */
static uint32_t *numbers;
static size_t number_count, number_room;

static size_t (*usable_size)(void *block);

static void lock(void)
{
    while (atomic_flag_test_and_set_explicit(&busy, memory_order_acquire)) {
    }
}

static void unlock(void)
{
    atomic_flag_clear_explicit(&busy, memory_order_release);
}

/* What is written so far has no mark, so that it does not pass for a recording. Here and below, the
 * caller holds the lock. */
static void write_all(const void *from, size_t size)
{
    for (size_t done = 0; done < size;) {
        ssize_t written = write(file, (const char *)from + done, size - done);
        if (written < 0 && errno != EINTR) {
            _exit(99);
        }
        done += written > 0 ? (size_t)written : 0;
    }
}

static void flush(void)
{
    if (!stopped && file < 0) {
        const char *name = getenv("VERA_BENCH_RECORDING");
        file = name != NULL ? open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666) : -1;
        stopped = file < 0;
        if (!stopped) {
            write_all(&header, sizeof header);
        }
    }
    if (!stopped) {
        write_all(text, length);
    }
    length = 0;
}

/* The place for the next step. */
static unsigned char *begin_step(void)
{
    if (length > ROOM - RECORDING_STEP) {
        flush();
    }
    header.steps++;
    return text + length;
}

static void end_step(const unsigned char *end)
{
    length = (size_t)(end - text);
}

static uint32_t take_number(void)
{
    return number_count > 0 ? numbers[--number_count] : (uint32_t)header.blocks++;
}

static void give_number(uint32_t number)
{
    if (number_count == number_room) {
        size_t room = number_room > 0 ? 2 * number_room : ROOM;
        void *more = mmap(NULL, room * sizeof *numbers, PROT_READ | PROT_WRITE,
                          MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (more == MAP_FAILED) {
            _exit(99);
        }
        if (number_room > 0) {
            memcpy(more, numbers, number_room * sizeof *numbers);
            munmap(numbers, number_room * sizeof *numbers);
        }
        numbers = more;
        number_room = room;
    }
    numbers[number_count++] = number;
}

/* What lies in the last bytes of a block. */
struct tail {
    uint32_t number;
    uint32_t mark; /* of this address: other blocks are not recorded */
};

static uint32_t mark_of(const void *block)
{
    return (uint32_t)((uintptr_t)block >> 4) * UINT32_C(2654435761) | 1;
}

/* The program may have another allocator's functions, too, which this library replaces, so this one
 * comes from the C library itself. What is allocated meanwhile is not recorded. */
static bool find_usable_size(void)
{
    static bool looking;
    if (usable_size == NULL && !looking) {
        looking = true;
        *(void **)&usable_size =
            dlsym(dlopen("libc.so.6", RTLD_LAZY | RTLD_NOLOAD), "malloc_usable_size");
        looking = false;
    }
    return usable_size != NULL;
}

static struct tail *tail_of(void *block)
{
    return (struct tail *)((char *)block + usable_size(block)) - 1;
}

static size_t with_tail(size_t size)
{
    return size <= PTRDIFF_MAX ? size + sizeof(struct tail) : size;
}

static void record_allocation(void *block, size_t size, size_t align)
{
    size = size > 0 ? size : 1;
    lock();
    if (!stopped) {
        end_step(recording_put_allocation(begin_step(), size, align));
        header.allocations++;
        *tail_of(block) = (struct tail){take_number(), mark_of(block)};
    }
    unlock();
}

/* Ends with what the block was, if it was recorded. Called before the free, because another thread
 * may get the same block right after it. */
static struct tail take_tail(void *block)
{
    struct tail *tail = tail_of(block);
    struct tail taken = *tail;
    *tail = (struct tail){0, 0};
    return taken;
}

static void record_free(const void *block, struct tail tail)
{
    lock();
    if (!stopped && tail.mark == mark_of(block)) {
        end_step(recording_put_free(begin_step(), tail.number));
        give_number(tail.number);
    }
    unlock();
}

static void *allocated(void *block, size_t size, size_t align)
{
    if (block != NULL && find_usable_size()) {
        int saved = errno;
        record_allocation(block, size, align);
        errno = saved;
    }
    return block;
}

static void stop_in_child(void)
{
    stopped = true;
    unlock();
}

__attribute__((constructor)) static void start(void)
{
    const char *name = getenv("VERA_BENCH_PROGRAM");
    stopped = name != NULL && strncmp(program_invocation_short_name, name, strlen(name)) != 0;
    pthread_atfork(lock, unlock, stop_in_child);
}

__attribute__((destructor)) static void finish(void)
{
    lock();
    flush();
    if (!stopped) {
        header.mark = RECORDING_MARK;
        if (lseek(file, 0, SEEK_SET) != 0) {
            _exit(99);
        }
        write_all(&header, sizeof header);
    }
    stopped = true;
    unlock();
}

void *malloc(size_t size)
{
    return allocated(__libc_malloc(with_tail(size)), size, 0);
}

void *calloc(size_t number, size_t size)
{
    size_t total;
    if (__builtin_mul_overflow(number, size, &total)) {
        total = SIZE_MAX;
    }
    return allocated(__libc_calloc(1, with_tail(total)), total, 0);
}

void *memalign(size_t align, size_t size)
{
    return allocated(__libc_memalign(align, with_tail(size)), size, align);
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
    if (block != NULL && find_usable_size()) {
        int saved = errno;
        record_free(block, take_tail(block));
        errno = saved;
    }
    __libc_free(block);
}

void *realloc(void *block, size_t size)
{
    if (block == NULL) {
        return malloc(size);
    }
    if (size == 0) {
        free(block);
        return NULL;
    }
    if (!find_usable_size()) {
        return __libc_realloc(block, size);
    }
    struct tail tail = take_tail(block);
    void *moved = __libc_realloc(block, with_tail(size));
    if (moved == NULL) {
        *tail_of(block) = tail;
        return NULL;
    }
    allocated(moved, size, 0);
    record_free(block, tail);
    return moved;
}

size_t malloc_usable_size(void *block)
{
    return block != NULL && find_usable_size() ? (size_t)((char *)tail_of(block) - (char *)block)
                                               : 0;
}
