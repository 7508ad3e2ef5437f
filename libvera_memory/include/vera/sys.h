/* SPDX-License-Identifier: MIT
 *
 * The two primitives that the VERA compiler builds vera:memory on. They are in
 * the static library alone, for a compiler's own runtime to link: the shared
 * library does not export them. Everybody else wants <vera/memory.h>.
 *
 * They deal in whole pages, so a block of a few bytes costs one page. Both may
 * be called from any thread, but not from a signal handler; neither is a
 * cancellation point.
 */
#ifndef VERA_SYS_H
#define VERA_SYS_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Returns `size` bytes, rounded up to whole pages, at a multiple of `align`
 * and of the page size. The bytes hold nothing in particular. The caller owns
 * them and gives them back with __vera_sys_free.
 *
 * size   bytes, above 0
 * align  bytes, a power of two, at most 1 GiB
 *
 * Returns null when there is no such memory, or an argument is not as above;
 * errno is set to ENOMEM or EINVAL, and otherwise left alone. */
void *__vera_sys_alloc(int64_t size, int64_t align);

/* Gives back what __vera_sys_alloc(size, align) returned. Null does nothing.
 * The pages may be kept for the next request, up to a bound; errno is left
 * alone. */
void __vera_sys_free(void *addr, int64_t size, int64_t align);

#ifdef __cplusplus
}
#endif

#endif
