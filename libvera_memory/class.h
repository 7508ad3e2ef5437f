/* Size and alignment to class: one pure function, for both sides.
 *
 * Sizes go up by 8 bytes to 128, and then in eight equal steps a doubling, to
 * 64 KiB. A slot is larger than its block by at most 7 bytes or 12.5 %. Steps
 * are powers of two and divide their classes, so a size that is rounded up to a
 * multiple of the alignment gets a class that is a multiple of it, too.
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

/* The class of a size from 1 to VERA_CLASS_MAX_SIZE. A macro, because the
 * tables below are made of it by the compiler. Of n - 1, the highest bit tells
 * the doubling, and the three bits under it the step; 64 is the first doubling
 * whose step is 8, and everything below it shares that step. */
#define VERA_CLASS_DOUBLING(n) (31u - (unsigned)__builtin_clz(((unsigned)(n)-1u) | 64u))
#define VERA_CLASS_OF_SIZE(n)                                                                      \
    (8u * (VERA_CLASS_DOUBLING(n) - 6u) + (((unsigned)(n)-1u) >> (VERA_CLASS_DOUBLING(n) - 3u)))

/* The class of a block, or VERA_CLASS_LARGE. Size 0 counts as 1; `align` is a
 * power of two. */
static inline unsigned vera_class_of(size_t size, size_t align)
{
    if (size > VERA_CLASS_MAX_SIZE || align > VERA_CLASS_MAX_ALIGN) {
        return VERA_CLASS_LARGE;
    }
    size_t rounded = (size + (size == 0) + align - 1) & ~(align - 1);
    return VERA_CLASS_OF_SIZE(rounded);
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

/* The same function as a table, for the fast path. Its entries up to
 * VERA_CLASS_DIRECT are for that size; those after that are for 128 bytes each,
 * which divide every class above it. */
#define VERA_CLASS_DIRECT 1024u
#define VERA_CLASS_COARSE 128u
#define VERA_CLASS_ENTRIES (VERA_CLASS_DIRECT + 1 + VERA_CLASS_MAX_SIZE / VERA_CLASS_COARSE + 1)

/* The entry for a size above VERA_CLASS_DIRECT. */
static inline size_t vera_class_coarse(size_t size)
{
    return VERA_CLASS_DIRECT + 1 + (size + VERA_CLASS_COARSE - 1) / VERA_CLASS_COARSE;
}

#endif
