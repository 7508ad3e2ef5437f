/* The blocks of one size that a test writes past, or before. */
#ifndef VERA_TESTS_VICTIMS_H
#define VERA_TESTS_VICTIMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct victims {
    char *blocks[6];
    size_t count;
};

/* The first and the last, and those at the edges of slabs, chunks and mappings: no block of their
 * kind comes next, and the next page is writable. `up` for those to be written past. The blocks
 * are in the order of their addresses, and the system tells the mappings. */
struct victims victims_choose(char *const *blocks, size_t count, int64_t size, int64_t align,
                              bool up);

#endif
