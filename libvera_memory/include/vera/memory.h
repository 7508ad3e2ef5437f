/* SPDX-License-Identifier: MIT
 *
 * vera:memory for C and every language that reads C headers: raw heap memory.
 * Unlike with malloc, the caller passes the size of a block (and its alignment,
 * where one was asked for) back when it frees the block.
 *
 * All functions may be called from any thread, and any thread may free a block.
 * copy_memory, set_memory and zero_memory may be called from a signal handler;
 * those that allocate or free may not. A child of fork may use what it
 * inherited, and the program's fork handlers may allocate, free, and wait for
 * threads that do. After vfork, _Fork or a bare clone in a threaded program,
 * the child may allocate and free as little as with malloc.
 *
 * No call changes errno, except one that returns null or is refused as misuse.
 *
 * Misuse, where the text below names it, ends the program: the library prints
 * one line on stderr with the address, what was given and what was expected,
 * and calls abort(). With VERA_MEMORY_MISUSE=report in the environment when
 * the library is loaded, it prints the line and does nothing else with that
 * pointer; errno becomes EINVAL if the call at hand is the misuse. A wrong
 * size, a wrong alignment, a second free or a pointer from elsewhere is found
 * at once if the size given is above 64 KiB or the alignment above 4 KiB, or if
 * it is the second of two frees between which the thread neither allocates nor
 * frees another block of that room. Otherwise it is found in a later call, when
 * the pointer leaves the calling thread's cache, or when that thread ends the
 * program; until then the block may be handed out again. A wrong size or
 * alignment that takes the same room as the right one does no harm, and is not
 * found. With VERA_MEMORY_MODE=check all of that is found at once, and more.
 */
#ifndef VERA_MEMORY_H
#define VERA_MEMORY_H

#include <stdint.h>

/* Attributes that let a compiler warn of a block that leaks, is freed twice, or
 * is passed to another allocator's free. */
#if defined(__GNUC__)
#define VERA_MEMORY_RESULT __attribute__((__malloc__, __warn_unused_result__))
#define VERA_MEMORY_SIZE(position) __attribute__((__alloc_size__(position)))
#define VERA_MEMORY_ALIGN(position) __attribute__((__alloc_align__(position)))
#define VERA_MEMORY_ATLEAST8 __attribute__((__assume_aligned__(8)))
#else
#define VERA_MEMORY_RESULT
#define VERA_MEMORY_SIZE(position)
#define VERA_MEMORY_ALIGN(position)
#define VERA_MEMORY_ATLEAST8
#endif
#if defined(__GNUC__) && !defined(__clang__) && __GNUC__ >= 11
#define VERA_MEMORY_FREED                                                                          \
    __attribute__((__malloc__(vera_memory_free, 1), __malloc__(vera_memory_free_aligned, 1)))
#else
#define VERA_MEMORY_FREED
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* Frees the block at `addr`, which allocate(size) returned. What the program did
 * to its pages with mlock, madvise, mbind or mprotect, it has undone before: the
 * next block there may have the same pages.
 *
 * addr   the block, or null: then nothing happens, whatever `size` is
 * size   bytes, the same number that was asked for
 *
 * Misuse: another size; a block that is not live; an address that is not the
 * start of a block; a negative size. */
void vera_memory_free(void *addr, int64_t size);

/* Frees the block at `addr`, which allocate_aligned(size, align) returned. A
 * block whose alignment is 8 or less may be freed by either function.
 *
 * addr   the block, or null: then nothing happens, whatever the rest is
 * size   bytes, the same number that was asked for
 * align  bytes, the same alignment that was asked for
 *
 * Misuse: as for free; another alignment; an alignment that is not a positive
 * power of two. */
void vera_memory_free_aligned(void *addr, int64_t size, int64_t align);

/* Allocates a block of `size` bytes at an address that is a multiple of 8. The
 * content is unspecified. The caller owns the block and frees it with
 * free(addr, size).
 *
 * size   bytes; 0 counts as 1
 *
 * Returns null when there is no such block, and sets errno to
 *   EINVAL  `size` is negative
 *   ENOMEM  there is not that much memory; a smaller request may succeed */
void *vera_memory_allocate(int64_t size) VERA_MEMORY_RESULT VERA_MEMORY_FREED
    VERA_MEMORY_SIZE(1) VERA_MEMORY_ATLEAST8;

/* Allocates a block of `size` bytes at an address that is a multiple of
 * `align`, and of 8. The content is unspecified. The caller owns the block and
 * frees it with free_aligned(addr, size, align).
 *
 * size   bytes; 0 counts as 1; need not be a multiple of `align`
 * align  bytes: a power of two; 1, 2, 4 and 8 mean the same
 *
 * Returns null when there is no such block, and sets errno to
 *   EINVAL  `size` is negative, or `align` is not a positive power of two
 *   ENOMEM  there is not that much memory, or `align` is more than 1 GiB */
void *vera_memory_allocate_aligned(int64_t size, int64_t align) VERA_MEMORY_RESULT VERA_MEMORY_FREED
    VERA_MEMORY_SIZE(1) VERA_MEMORY_ALIGN(2) VERA_MEMORY_ATLEAST8;

/* Copies `count` bytes from `src` to `dest`. The two ranges must not overlap,
 * unless they are the same: then nothing happens.
 *
 * count  bytes; if it is 0, nothing happens, and null is allowed
 *
 * Misuse: a negative count, or one that no object can have. */
void vera_memory_copy_memory(void *dest, const void *src, int64_t count);

/* Sets each of the `count` bytes at `dest` to `value`.
 *
 * value  the byte, by its bit pattern: -1 sets 0xFF
 * count  bytes; if it is 0, nothing happens, and null is allowed
 *
 * Misuse: a negative count, or one that no object can have. */
void vera_memory_set_memory(void *dest, int8_t value, int64_t count);

/* Sets each of the `count` bytes at `dest` to 0.
 *
 * count  bytes; if it is 0, nothing happens, and null is allowed
 *
 * Misuse: a negative count, or one that no object can have. */
void vera_memory_zero_memory(void *dest, int64_t count);

#ifdef __cplusplus
}
#endif

#undef VERA_MEMORY_RESULT
#undef VERA_MEMORY_SIZE
#undef VERA_MEMORY_ALIGN
#undef VERA_MEMORY_ATLEAST8
#undef VERA_MEMORY_FREED

#endif
