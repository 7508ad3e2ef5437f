/* The program in C++.
 */
#ifndef BENCH_PROGRAM_H
#define BENCH_PROGRAM_H

#include "allocator.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Indexes so many words; returns the length of the longest. */
size_t program(const struct allocator *a, size_t words);

#ifdef __cplusplus
}
#endif

#endif
