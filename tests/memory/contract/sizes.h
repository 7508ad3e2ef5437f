/* The sizes that tests try. */
#ifndef VERA_TESTS_SIZES_H
#define VERA_TESTS_SIZES_H

#include <stddef.h>
#include <stdint.h>

#define KIB ((int64_t)1 << 10)
#define MIB ((int64_t)1 << 20)
#define GIB ((int64_t)1 << 30)

/* With an alignment of a GiB, a request for this size must fail, but not as invalid. */
#define MOST ((int64_t)PTRDIFF_MAX)

/* The size to try after `size`: every size up to 1 KiB, then each sixteenth of a doubling
 * with both its neighbours. A class or a page may end there, whatever the classes are. */
int64_t sizes_next(int64_t size);

#endif
