/* The allocators to measure: each is a library opened at run time and four of its functions.
 * Functions that take the size at free are preferred.
 */
#ifndef BENCH_ALLOCATOR_H
#define BENCH_ALLOCATOR_H

#include <stddef.h>

/* All are called the same way, with a last argument that most of them do not have. In the
 * calling conventions that this runs on, a function ignores registers that it does not read. So
 * every allocator pays the same. */
struct allocator {
    void *(*allocate)(size_t size, size_t none);
    void (*free)(void *block, size_t size, size_t none);
    void *(*allocate_aligned)(size_t first, size_t second);
    void (*free_aligned)(void *block, size_t size, size_t align);
    const struct form *form;
};

/* How a library takes an alignment: the arguments of allocate_aligned, and the last one of
 * free_aligned. */
struct form {
    const char *name;
    size_t (*first)(size_t size, size_t align);
    size_t (*second)(size_t size, size_t align);
    size_t (*last)(size_t align);
};

/* An allocator before it is opened: the names of its library and its functions. */
struct source {
    const char *name;
    const char *library; /* null: this program */
    const char *allocate, *free, *allocate_aligned, *free_aligned;
    const char *form;
};

/* The allocator that does nothing; its figures are the harness's own. */
#define ALLOCATOR_NULL "null"
/* libvera_memory. */
#define ALLOCATOR_VERA "vera"

/* The allocators of the table, then those added. */
size_t allocator_count(void);
const struct source *allocator_source(size_t index);
const struct source *allocator_named(const char *name);

/* Adds the allocator that `text` describes:
 *   NAME=LIBRARY,ALLOCATE,FREE,ALLOCATE_ALIGNED,FREE_ALIGNED[,FORM]
 * FORM is how its functions take an alignment: `size-align`, `align-size` or `size-log2`; the
 * default is the first. Ends the program if `text` is malformed. */
void allocator_add(const char *text);

/* Sets the file that libvera_memory is opened from. The system's loader searches for a name
 * without a slash. */
void allocator_set_library(const char *file);

/* Returns null if the library cannot be opened; `why` is then the reason, which is valid until
 * the next call. */
const struct allocator *allocator_open(const struct source *source, const char **why);

#endif
