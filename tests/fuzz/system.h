/* mmap, munmap and madvise, which the memory target puts before the C library's: they
 * fail when they are told to, and count what is mapped.
 */
#ifndef VERA_TESTS_FUZZ_SYSTEM_H
#define VERA_TESTS_FUZZ_SYSTEM_H

#include <stdbool.h>
#include <stddef.h>

/* Lets `before` calls through, and has the `count` after them fail with ENOMEM. */
void system_fail(size_t before, size_t count);

/* From here on none fails. */
void system_heal(void);

/* Calls that were made to fail, ever. */
size_t system_failures(void);

/* Bytes that were mapped and not unmapped. */
size_t system_mapped(void);

#endif
