/* The null allocator, which does nothing: the time and memory that it takes are the harness's own.
 * Every allocation gets the same block, which has room for any size that a row asks for.
 */
#ifndef BENCH_NULL_H
#define BENCH_NULL_H

#include <stddef.h>

/* Makes the block. Called first. */
void null_open(void);

void *null_allocate(size_t size, size_t none);
void null_free(void *block, size_t size, size_t none);

#endif
