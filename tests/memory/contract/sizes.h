/* The sizes that are tried one by one. */
#ifndef VERA_TESTS_SIZES_H
#define VERA_TESTS_SIZES_H

#include <stddef.h>
#include <stdint.h>

#define KIB ((int64_t)1 << 10)
#define MIB ((int64_t)1 << 20)
#define GIB ((int64_t)1 << 30)

/* A size that with an alignment of a GiB is more than any memory, but not too much to be
 * asked for: everything that is idle goes before it is refused. */
#define MOST ((int64_t)PTRDIFF_MAX)

/* The size to try after `size`: every one to 1 KiB, then each sixteenth of a
 * doubling with both its neighbours. There a class or a page may end, whatever
 * the classes are. */
int64_t sizes_next(int64_t size);

#endif
