/* Content that tells whether a block was written by somebody else: words that
 * depend on a seed and on the place in the block.
 */
#ifndef VERA_TESTS_PATTERN_H
#define VERA_TESTS_PATTERN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

void pattern_write(void *block, size_t size, uint64_t seed);

/* Whether all `size` bytes are as pattern_write left them. */
bool pattern_holds(const void *block, size_t size, uint64_t seed);

#endif
