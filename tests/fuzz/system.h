/* mmap, munmap and madvise for the memory target, in place of the C library's. They can be
 * made to fail, and they count what is mapped.
 */
#ifndef VERA_TESTS_FUZZ_SYSTEM_H
#define VERA_TESTS_FUZZ_SYSTEM_H

#include <stdbool.h>
#include <stddef.h>

/* No mapping is as large: bytes. */
#define SYSTEM_LIMIT ((size_t)1 << 30)

/* Lets `before` calls succeed and makes the next `count` fail with ENOMEM. */
void system_fail(size_t before, size_t count);

/* No call fails from now on. */
void system_heal(void);

/* The number of calls that were made to fail since the start. */
size_t system_failures(void);

/* The bytes that are mapped. */
size_t system_mapped(void);

#endif
