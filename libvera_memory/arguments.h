/* The sizes and alignments that the functions accept, and what happens with others.
 */
#ifndef VERA_ARGUMENTS_H
#define VERA_ARGUMENTS_H

#include "class.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

static inline bool vera_arguments_is_power_of_two(int64_t align)
{
    return align > 0 && (align & (align - 1)) == 0;
}

static inline bool vera_arguments_are_valid(int64_t size, int64_t align)
{
    return size >= 0 && (uint64_t)size <= PTRDIFF_MAX && vera_arguments_is_power_of_two(align) &&
           (uint64_t)align <= PTRDIFF_MAX;
}

/* Sets errno for an allocation whose arguments are not valid: EINVAL for a negative size or an
 * alignment that is no power of two, ENOMEM for more than an address space holds. */
void vera_arguments_set_error(int64_t size, int64_t align);

/* Whether the arguments of a free are valid. If they are not, that is reported as misuse by
 * `call`, the name of the function. */
bool vera_arguments_can_free(const char *call, const void *addr, int64_t size, int64_t align);

/* The size and alignment on record for a block: size 0 counts as 1, and an alignment below 8
 * as 8. */
static inline size_t vera_arguments_size(int64_t size)
{
    return size == 0 ? 1 : (size_t)size;
}

static inline size_t vera_arguments_align(int64_t align)
{
    return align < (int64_t)VERA_CLASS_MIN_ALIGN ? VERA_CLASS_MIN_ALIGN : (size_t)align;
}

/* The functions that allocate and free blocks of an alignment on record. At 8 there are two of
 * each, and this is the shorter name. */
static inline const char *vera_arguments_allocate_name(size_t align)
{
    return align == VERA_CLASS_MIN_ALIGN ? "allocate" : "allocate_aligned";
}

static inline const char *vera_arguments_free_name(size_t align)
{
    return align == VERA_CLASS_MIN_ALIGN ? "free" : "free_aligned";
}

#endif
