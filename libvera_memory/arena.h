/* The arena: the addresses that all of the library's records have to themselves. Its extents
 * lie between guards, so that no write into or beside a block reaches a record; they are
 * never released. Pools (pool.h) cut the records from spans of them.
 */
#ifndef VERA_ARENA_H
#define VERA_ARENA_H

#include "list.h"
#include "system.h"

#include <stddef.h>
#include <stdint.h>

/* Records start on a multiple of so many bytes: a cache line, or more where map.h needs it. */
#define VERA_ARENA_LINE ((size_t)(sizeof(void *) > 4 ? 64 : 128))
#define VERA_ARENA_SPAN ((size_t)64 << 10)

/* What a pool knows of a span. It lies at the start of the extent, so that all pages of a
 * span can be purged. */
struct vera_span {
    struct vera_link link; /* in a list of the pool */
    char *start;           /* of its bytes, on a line */
    uint32_t records;      /* how many it has room for */
    uint32_t free;         /* those that nobody has */
    uint32_t first;        /* no word of `used` below this one has a 0 */
    uint64_t used[VERA_ARENA_SPAN / VERA_ARENA_LINE / 64]; /* a bit a record */
};

extern char vera_arena_margin[VERA_GUARD] VERA_HIDDEN;

/* A span whose bytes are all 0, for good; only `start` is filled in. Null when there is no memory.
 * No lock is held. */
struct vera_span *vera_arena_take_span(void);

/* The span of a record. */
struct vera_span *vera_arena_find_span(const void *record);

/* How many bytes a span has: VERA_ARENA_SPAN, less a few KiB in the first of an extent. */
size_t vera_arena_bytes(const struct vera_span *span);

/* Calls `act` with the start of each extent, which has VERA_EXTENT bytes. */
void vera_arena_each_extent(void (*act)(const void *extent, void *argument), void *argument);

#endif
