/* A pattern that shows whether a block was overwritten: each word depends on a seed and on
 * its offset in the block.
 */
#ifndef VERA_TESTS_PATTERN_H
#define VERA_TESTS_PATTERN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

void pattern_write(void *block, size_t size, uint64_t seed);

/* Whether all `size` bytes still are what pattern_write wrote. */
bool pattern_holds(const void *block, size_t size, uint64_t seed);

#endif
