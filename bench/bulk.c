/* Compares copy_memory, set_memory and zero_memory with the C library's memcpy and memset. All
 * are called through pointers, and no return value is used, so the harness costs both the same.
 */
#include "die.h"
#include "row.h"

#include <dlfcn.h>
#include <string.h>

enum { BYTES_PER_ITERATION = 1 << 20, LEAST_CALLS = 1, MOST_CALLS = 4096 };

#define HUGE_PAGE ((size_t)2 << 20)

static void *function(const struct trial *trial, const char *vera, const char *libc)
{
    bool ours = strcmp(trial->contestant, ALLOCATOR_VERA) == 0;
    const char *name = ours ? allocator_named(ALLOCATOR_VERA)->library : "libc.so.6";
    void *library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
    void *address = library != NULL ? dlsym(library, ours ? vera : libc) : NULL;
    if (address == NULL) {
        die("%s", dlerror());
    }
    return address;
}

static size_t calls(const struct trial *trial)
{
    size_t count = BYTES_PER_ITERATION / trial->row->size;
    return count < LEAST_CALLS ? LEAST_CALLS : count > MOST_CALLS ? MOST_CALLS : count;
}

/* The space begins at a huge page, so that each process has the same kind of pages. */
static char *space(size_t size)
{
    char *start = trial_map(size + HUGE_PAGE);
    return start + (-(uintptr_t)start & (HUGE_PAGE - 1));
}

void row_copy(struct trial *trial)
{
    size_t count = calls(trial);
    size_t size = trial->row->size;
    char *from = space(size);
    char *to = space(size);
    void (*copy)(void *, const void *, size_t);
    *(void **)&copy = function(trial, "vera_memory_copy_memory", "memcpy");
    trial_set_baseline(trial);
    while (trial_again(trial, count)) {
        for (size_t i = 0; i < count; i++) {
            copy(to, from, size);
        }
    }
}

void row_set(struct trial *trial)
{
    size_t count = calls(trial);
    size_t size = trial->row->size;
    char *to = space(size);
    void (*set)(void *, int, size_t);
    *(void **)&set = function(trial, "vera_memory_set_memory", "memset");
    trial_set_baseline(trial);
    while (trial_again(trial, count)) {
        for (size_t i = 0; i < count; i++) {
            set(to, 1, size);
        }
    }
}

static void zero_by_vera(struct trial *trial, size_t count, char *to)
{
    size_t size = trial->row->size;
    void (*zero)(void *, size_t);
    *(void **)&zero = function(trial, "vera_memory_zero_memory", "");
    trial_set_baseline(trial);
    while (trial_again(trial, count)) {
        for (size_t i = 0; i < count; i++) {
            zero(to, size);
        }
    }
}

static void zero_by_libc(struct trial *trial, size_t count, char *to)
{
    size_t size = trial->row->size;
    void (*set)(void *, int, size_t);
    *(void **)&set = function(trial, "", "memset");
    trial_set_baseline(trial);
    while (trial_again(trial, count)) {
        for (size_t i = 0; i < count; i++) {
            set(to, 0, size);
        }
    }
}

void row_zero(struct trial *trial)
{
    size_t count = calls(trial);
    char *to = space(trial->row->size);
    if (strcmp(trial->contestant, ALLOCATOR_VERA) == 0) {
        zero_by_vera(trial, count, to);
    } else {
        zero_by_libc(trial, count, to);
    }
}
