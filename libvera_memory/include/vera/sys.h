/* SPDX-License-Identifier: MIT
 *
 * The two primitives that the VERA compiler builds vera:memory on. Only the
 * static library has them, for a compiler's own runtime to link: the shared
 * library does not export them. Everybody else wants <vera/memory.h>.
 *
 * They deal in whole pages, so a block of a few bytes costs one page. Windows is
 * the exception: there a heap serves requests of less than 64 KiB at an
 * alignment of at most 16, or of 8 where a pointer has 32 bits. Both may be
 * called from any thread, from fork handlers and in the child of a fork, but
 * not from a signal handler; neither is a cancellation point.
 */
#ifndef VERA_SYS_H
#define VERA_SYS_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Returns `size` bytes, rounded up to whole pages, at a multiple of `align`
 * and of the page size; from the heap of Windows, as large and as aligned as
 * asked. The content is unspecified. The caller owns the bytes and frees them
 * with __vera_sys_free.
 *
 * size   bytes, above 0
 * align  bytes, a power of two, at most 1 GiB
 *
 * Returns null when there is no such memory, or an argument is not as above,
 * and sets errno to ENOMEM or EINVAL; otherwise it leaves errno alone. */
void *__vera_sys_alloc(int64_t size, int64_t align);

/* Frees what __vera_sys_alloc(size, align) returned. Null does nothing. The
 * pages may be retained for the next request, up to a bound. Leaves errno
 * alone. What was done to the pages with mlock, madvise, mbind or mprotect must
 * have been undone, or whoever gets them next may get them so. */
void __vera_sys_free(void *addr, int64_t size, int64_t align);

#ifdef __cplusplus
}
#endif

#endif
