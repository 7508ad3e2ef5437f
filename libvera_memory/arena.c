/* An extent is 1 MiB at a multiple of 1 MiB, so the address of a record leads to its span. */
#include "arena.h"

#define SPANS ((VERA_EXTENT - 2 * VERA_GUARD) / VERA_ARENA_SPAN)

/* Lies after the first guard, at the start of the first span. */
struct extent {
    struct vera_span spans[SPANS];
    size_t taken;
    struct extent *older; /* among all extents */
    struct extent *uncut; /* among those with spans that nobody took */
};

#define HEADER ((sizeof(struct extent) + VERA_ARENA_LINE - 1) & ~(VERA_ARENA_LINE - 1))

/* The variables of the library are out of reach, too. Before them in memory lie its read-only
 * parts, and after them lies this, which nobody uses: linkers put common symbols last. */
VERA_HIDDEN __attribute__((common)) char vera_arena_margin[VERA_GUARD];

static struct vera_lock lock = VERA_LOCK_INIT;
static struct extent *newest;
static struct extent *uncut; /* several if threads mapped at the same time */

static struct extent *extent_of(const void *addr)
{
    uintptr_t start = (uintptr_t)addr & ~(uintptr_t)(VERA_EXTENT - 1);
    return (struct extent *)(start + VERA_GUARD);
}

/* The lock is held. Null when every span was taken. */
static struct vera_span *cut(void)
{
    struct extent *extent = uncut;
    if (extent == NULL) {
        return NULL;
    }
    size_t number = extent->taken++;
    struct vera_span *span = &extent->spans[number];
    span->start = (char *)extent + (number == 0 ? HEADER : number * VERA_ARENA_SPAN);
    if (extent->taken == SPANS) {
        uncut = extent->uncut;
    }
    return span;
}

/* The lock is held. */
static void add(struct extent *extent)
{
    extent->older = newest;
    newest = extent;
    extent->uncut = uncut;
    uncut = extent;
}

struct vera_span *vera_arena_take_span(void)
{
    char *mapped = NULL;
    struct vera_span *span;
    do {
        vera_lock(&lock);
        if (mapped != NULL) {
            add(extent_of(mapped));
        }
        span = cut();
        vera_unlock(&lock);
    } while (span == NULL && (mapped = vera_system_map_extent()) != NULL);
    return span;
}

struct vera_span *vera_arena_find_span(const void *record)
{
    struct extent *extent = extent_of(record);
    return &extent->spans[((uintptr_t)record - (uintptr_t)extent) / VERA_ARENA_SPAN];
}

size_t vera_arena_bytes(const struct vera_span *span)
{
    return span == extent_of(span)->spans ? VERA_ARENA_SPAN - HEADER : VERA_ARENA_SPAN;
}

void vera_arena_each_extent(void (*act)(const void *extent, void *argument), void *argument)
{
    vera_lock(&lock);
    const struct extent *extent = newest;
    vera_unlock(&lock);
    for (; extent != NULL; extent = extent->older) {
        act((const char *)extent - VERA_GUARD, argument);
    }
}
