/* copy_memory, set_memory and zero_memory against the C library's memcpy and
 * memset, all called through pointers. No result but the bytes themselves, so a
 * call of either kind costs the harness the same.
 */
#include "quit.h"
#include "row.h"

#include <dlfcn.h>
#include <string.h>

enum { BYTES_A_BLOCK = 1 << 20, LEAST_CALLS = 1, MOST_CALLS = 4096 };

#define HUGE_PAGE ((size_t)2 << 20)

static void *function(const struct run *run, const char *vera, const char *libc)
{
    bool ours = strcmp(run->contestant, ALLOCATOR_VERA) == 0;
    const char *name = ours ? allocator_named(ALLOCATOR_VERA)->library : "libc.so.6";
    void *library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
    void *address = library != NULL ? dlsym(library, ours ? vera : libc) : NULL;
    if (address == NULL) {
        quit("%s", dlerror());
    }
    return address;
}

static size_t calls(const struct run *run)
{
    size_t count = BYTES_A_BLOCK / run->row->size;
    return count < LEAST_CALLS ? LEAST_CALLS : count > MOST_CALLS ? MOST_CALLS : count;
}

/* At the start of a huge page, so that each process has the same kind of pages. */
static char *space(size_t size)
{
    char *start = run_space(size + HUGE_PAGE);
    return start + (-(uintptr_t)start & (HUGE_PAGE - 1));
}

void row_copy(struct run *run)
{
    size_t count = calls(run);
    size_t size = run->row->size;
    char *from = space(size);
    char *to = space(size);
    void (*copy)(void *, const void *, size_t);
    *(void **)&copy = function(run, "vera_memory_copy_memory", "memcpy");
    run_settled(run);
    while (run_again(run, count)) {
        for (size_t i = 0; i < count; i++) {
            copy(to, from, size);
        }
    }
}

void row_set(struct run *run)
{
    size_t count = calls(run);
    size_t size = run->row->size;
    char *to = space(size);
    void (*set)(void *, int, size_t);
    *(void **)&set = function(run, "vera_memory_set_memory", "memset");
    run_settled(run);
    while (run_again(run, count)) {
        for (size_t i = 0; i < count; i++) {
            set(to, 1, size);
        }
    }
}

static void zero_by_vera(struct run *run, size_t count, char *to)
{
    size_t size = run->row->size;
    void (*zero)(void *, size_t);
    *(void **)&zero = function(run, "vera_memory_zero_memory", "");
    run_settled(run);
    while (run_again(run, count)) {
        for (size_t i = 0; i < count; i++) {
            zero(to, size);
        }
    }
}

static void zero_by_libc(struct run *run, size_t count, char *to)
{
    size_t size = run->row->size;
    void (*set)(void *, int, size_t);
    *(void **)&set = function(run, "", "memset");
    run_settled(run);
    while (run_again(run, count)) {
        for (size_t i = 0; i < count; i++) {
            set(to, 0, size);
        }
    }
}

void row_zero(struct run *run)
{
    size_t count = calls(run);
    char *to = space(run->row->size);
    if (strcmp(run->contestant, ALLOCATOR_VERA) == 0) {
        zero_by_vera(run, count, to);
    } else {
        zero_by_libc(run, count, to);
    }
}
