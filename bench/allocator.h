/* The allocators that are measured: each is a library that is opened at run
 * time, and four of its functions, of the kind that is told the size at free
 * where there is one.
 */
#ifndef BENCH_ALLOCATOR_H
#define BENCH_ALLOCATOR_H

#include <stddef.h>

/* All are called in the same way, with a last argument that most do not have:
 * what is in a register that a function does not read is nothing to it, in the
 * calling conventions that this runs on. So every allocator pays the same. */
struct allocator {
    void *(*allocate)(size_t size, size_t none);
    void (*free)(void *block, size_t size, size_t none);
    void *(*allocate_aligned)(size_t first, size_t second);
    void (*free_aligned)(void *block, size_t size, size_t align);
    const struct form *form;
};

/* How a library wants an alignment told: the arguments of allocate_aligned, and
 * the last one of free_aligned. */
struct form {
    const char *name;
    size_t (*first)(size_t size, size_t align);
    size_t (*second)(size_t size, size_t align);
    size_t (*last)(size_t align);
};

/* What is known of an allocator before it is opened. */
struct source {
    const char *name;
    const char *library; /* null: in this program */
    const char *allocate, *free, *allocate_aligned, *free_aligned;
    const char *form;
};

/* The name of what measures the harness itself. */
#define ALLOCATOR_NULL "null"
/* The name of the library that all this is for. */
#define ALLOCATOR_VERA "vera"

/* Those in the table, and those added. */
size_t allocator_count(void);
const struct source *allocator_source(size_t index);
const struct source *allocator_named(const char *name);

/* Adds what `text` describes as
 *   NAME=LIBRARY,ALLOCATE,FREE,ALLOCATE_ALIGNED,FREE_ALIGNED[,FORM]
 * with the names of its functions, and how it is told an alignment: `size-align`,
 * `align-size` or `size-log2`. Ends the program if that is not what it is. */
void allocator_add(const char *text);

/* Has libvera_memory opened from a file of this name, or from where the system
 * finds it. */
void allocator_set_library(const char *file);

/* Null if the library cannot be opened; `why` says then why not, and is valid
 * until the next call. */
const struct allocator *allocator_open(const struct source *source, const char **why);

#endif
