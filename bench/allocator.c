/* The table of allocators, and opening one. */
#include "allocator.h"

#include "die.h"
#include "null.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static size_t same_size(size_t size, size_t align)
{
    (void)align;
    return size;
}

static size_t same_align(size_t size, size_t align)
{
    (void)size;
    return align;
}

static size_t log2_of(size_t size, size_t align)
{
    (void)size;
    return (size_t)__builtin_ctzl(align);
}

static size_t last_align(size_t align)
{
    return align;
}

static size_t last_log2(size_t align)
{
    return (size_t)__builtin_ctzl(align);
}

static const struct form forms[] = {
    {"size-align", same_size, same_align, last_align},
    {"align-size", same_align, same_size, last_align},
    {"size-log2", same_size, log2_of, last_log2}, /* jemalloc's MALLOCX_LG_ALIGN */
};

enum { MOST = 16 };

/* One line per allocator. */
static struct source sources[MOST] = {
    {ALLOCATOR_VERA, "libvera_memory.so.1", "vera_memory_allocate", "vera_memory_free",
     "vera_memory_allocate_aligned", "vera_memory_free_aligned", "size-align"},
    {"glibc", "libc.so.6", "malloc", "free", "aligned_alloc", "free", "align-size"},
    {"mimalloc", "libmimalloc.so.2", "mi_malloc", "mi_free_size", "mi_malloc_aligned",
     "mi_free_size_aligned", "size-align"},
    {"jemalloc", "libjemalloc.so.2", "mallocx", "sdallocx", "mallocx", "sdallocx", "size-log2"},
    {"tcmalloc", "libtcmalloc_minimal.so.4", "tc_malloc", "tc_free_sized", "tc_memalign",
     "tc_delete_sized_aligned", "align-size"},
    {ALLOCATOR_NULL, NULL, "allocate", "free", "allocate", "free", "size-align"},
};
static size_t count = 6;

size_t allocator_count(void)
{
    return count;
}

const struct source *allocator_source(size_t index)
{
    return &sources[index];
}

const struct source *allocator_named(const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(sources[i].name, name) == 0) {
            return &sources[i];
        }
    }
    return NULL;
}

static const struct form *form_named(const char *name)
{
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (strcmp(forms[i].name, name) == 0) {
            return &forms[i];
        }
    }
    return NULL;
}

void allocator_add(const char *text)
{
    char *rest = strdup(text);
    const char *parts[7] = {NULL};
    size_t found = 0;
    if (rest != NULL) {
        parts[found++] = strsep(&rest, "=");
        while (rest != NULL && found < 7) {
            parts[found++] = strsep(&rest, ",");
        }
    }
    const char *form = found == 7 ? parts[6] : forms[0].name;
    if (found < 6 || rest != NULL || form_named(form) == NULL ||
        allocator_named(parts[0]) != NULL) {
        die("--peer: '%s' is not NAME=LIBRARY,ALLOCATE,FREE,ALLOCATE_ALIGNED,FREE_ALIGNED[,FORM] "
            "with a new name and a FORM of size-align, align-size or size-log2",
            text);
    }
    if (count == MOST) {
        die("--peer: '%s' is one too many; the limit is %d allocators", text, MOST);
    }
    sources[count++] =
        (struct source){parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], form};
}

void allocator_set_library(const char *file)
{
    sources[0].library = file;
}

static void *symbol(void *library, const char *name, const char **why)
{
    void *address = dlsym(library, name);
    if (address == NULL) {
        *why = dlerror();
    }
    return address;
}

const struct allocator *allocator_open(const struct source *source, const char **why)
{
    static struct allocator allocator;
    allocator.form = form_named(source->form);
    if (source->library == NULL) {
        null_open();
        allocator.allocate = null_allocate;
        allocator.free = null_free;
        allocator.allocate_aligned = null_allocate;
        allocator.free_aligned = null_free;
        return &allocator;
    }
    void *library = dlopen(source->library, RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) {
        *why = dlerror();
        return NULL;
    }
    *why = NULL;
    *(void **)&allocator.allocate = symbol(library, source->allocate, why);
    *(void **)&allocator.free = symbol(library, source->free, why);
    *(void **)&allocator.allocate_aligned = symbol(library, source->allocate_aligned, why);
    *(void **)&allocator.free_aligned = symbol(library, source->free_aligned, why);
    return *why == NULL ? &allocator : NULL;
}
