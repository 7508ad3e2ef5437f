/* Size and alignment to class: one pure function, for allocation and for free.
 *
 * Classes are 8 bytes apart up to 128 bytes, and then in eight equal steps for each doubling,
 * up to 64 KiB. A slot is larger than its block by at most 7 bytes or 12.5 %. Steps are powers
 * of two and divide their classes, so a size that is rounded up to a multiple of the alignment
 * gets a class that is a multiple of it, too.
 */
#ifndef VERA_CLASS_H
#define VERA_CLASS_H

#include <stddef.h>
#include <stdint.h>

#define VERA_CLASS_COUNT 88u
#define VERA_CLASS_LARGE VERA_CLASS_COUNT /* no class: a large block */

#define VERA_CLASS_MAX_SIZE 65536u /* of a block with a class */
#define VERA_CLASS_MAX_ALIGN 4096u /* the smallest page there is: slabs start on one */
#define VERA_CLASS_MIN_ALIGN 8u    /* a smaller alignment counts as this */

/* The class of a size from 1 to VERA_CLASS_MAX_SIZE, from the offset of its last byte. The
 * highest bit of that gives the doubling, and the three bits below it the step; 64 is the
 * first doubling whose step is 8, and all smaller ones share that step. A macro, so that the
 * compiler can make the class table from it. */
#define VERA_CLASS_DOUBLING(last) (31u ^ (unsigned)__builtin_clz((unsigned)(last) | 64u))
#define VERA_CLASS_OF_LAST(last)                                                                   \
    (8u * (VERA_CLASS_DOUBLING(last) - 6u) + ((unsigned)(last) >> (VERA_CLASS_DOUBLING(last) - 3u)))
#define VERA_CLASS_OF_SIZE(n) VERA_CLASS_OF_LAST((unsigned)(n)-1u)

/* The offset of the last byte of a size, 1 at least, that is rounded up to a multiple of
 * `align`: its bits below the alignment are all 1. Both may be larger than any address space. */
static inline uint64_t vera_class_last(uint64_t size, uint64_t align)
{
    return (size - 1) | (align - 1);
}

/* The class of a block, or VERA_CLASS_LARGE. Size 0 counts as 1; `align` is a
 * power of two. */
static inline unsigned vera_class_of(size_t size, size_t align)
{
    if (size > VERA_CLASS_MAX_SIZE || align > VERA_CLASS_MAX_ALIGN) {
        return VERA_CLASS_LARGE;
    }
    return VERA_CLASS_OF_LAST(vera_class_last(size + (size == 0), align));
}

/* Bytes in a slot of a class below VERA_CLASS_COUNT. */
static inline size_t vera_class_size(unsigned class)
{
    size_t steps = class < 8 ? class + 1 : 9 + class % 8;
    unsigned shift = class < 8 ? 3 : class / 8 + 2;
    return steps << shift;
}

/* The smallest size of a class, alignment aside. */
static inline size_t vera_class_least(unsigned class)
{
    return class == 0 ? 1 : vera_class_size(class - 1) + 1;
}

/* The same function as a table, for the fast path. Entries up to VERA_CLASS_DIRECT are for
 * one size each; the others are for 128 sizes each: 128 divides every class above that. */
#define VERA_CLASS_DIRECT 1024u
#define VERA_CLASS_COARSE 128u
#define VERA_CLASS_ENTRIES (VERA_CLASS_DIRECT + 1 + VERA_CLASS_MAX_SIZE / VERA_CLASS_COARSE + 1)

/* The entry for a size above VERA_CLASS_DIRECT. */
static inline size_t vera_class_coarse(size_t size)
{
    return VERA_CLASS_DIRECT + 1 + (size + VERA_CLASS_COARSE - 1) / VERA_CLASS_COARSE;
}

#endif
