/* The program in C++: an index of words.
 */
#ifndef BENCH_WORD_INDEX_H
#define BENCH_WORD_INDEX_H

#include "allocator.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Indexes `words` random words, and returns the length of the longest. */
size_t word_index(const struct allocator *a, size_t words);

#ifdef __cplusplus
}
#endif

#endif
