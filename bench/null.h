/* The null allocator, which does nothing: the time and memory that it takes are the harness's own.
 * Every allocation gets the same block, of NULL_BYTES.
 */
#ifndef BENCH_NULL_H
#define BENCH_NULL_H

#include <stddef.h>

#define NULL_BYTES ((size_t)4 << 20)

void *null_allocate(size_t size, size_t none);
void null_free(void *block, size_t size, size_t none);

#endif
