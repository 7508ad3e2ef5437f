/* Slots, and the bitmap beside them. */
#include "slab.h"

#include "pool.h"
#include "system.h"

#include <string.h>

#define WORD VERA_SLAB_WORD

/* Slabs of small blocks are small, so that a few live blocks hold little memory: a cache may
 * have 254 blocks, each of another slab. Those of the largest blocks have a fixed number of
 * slots, and no rest at the end. */
#define BYTES(size)                                                                                \
    ((size) <= 256     ? 16u << 10                                                                 \
     : (size) <= 1024  ? 32u << 10                                                                 \
     : (size) <= 4096  ? 64u << 10                                                                 \
     : (size) <= 16384 ? 8 * (size)                                                                \
                       : 4 * (size))

/* The inverse of an odd number, modulo a word's range, by Newton's method: each step doubles the
 * bits that are right, of which there are five at first. */
#define STEP(odd, inverse) ((inverse) * (2 - (odd) * (inverse)))
#define INVERSE_5(odd) (((odd)*3) ^ 2)
#define INVERSE_10(odd) STEP(odd, INVERSE_5(odd))
#define INVERSE_20(odd) STEP(odd, INVERSE_10(odd))
#define INVERSE_40(odd) STEP(odd, INVERSE_20(odd))
#define INVERSE(odd) STEP(odd, INVERSE_40(odd))

#define TWOS(size) ((uint32_t)__builtin_ctz(size))

#define SHAPE(size)                                                                                \
    {                                                                                              \
        INVERSE((uintptr_t)(size) >> TWOS(size)), (size), BYTES(size), TWOS(size)                  \
    }
/* The eight classes up to a size; `step` is the distance between them. */
#define EIGHT(from, step)                                                                          \
    SHAPE((from) + (step)), SHAPE((from) + 2 * (step)), SHAPE((from) + 3 * (step)),                \
        SHAPE((from) + 4 * (step)), SHAPE((from) + 5 * (step)), SHAPE((from) + 6 * (step)),        \
        SHAPE((from) + 7 * (step)), SHAPE((from) + 8 * (step))

const struct vera_slab_shape vera_slab_shapes[VERA_CLASS_COUNT] = {
    EIGHT(0u, 8u),       EIGHT(64u, 8u),       EIGHT(128u, 16u),     EIGHT(256u, 32u),
    EIGHT(512u, 64u),    EIGHT(1024u, 128u),   EIGHT(2048u, 256u),   EIGHT(4096u, 512u),
    EIGHT(8192u, 1024u), EIGHT(16384u, 2048u), EIGHT(32768u, 4096u),
};

size_t vera_slab_bytes(unsigned class)
{
    return vera_system_in_runs(vera_slab_shapes[class].bytes);
}

size_t vera_slab_slots(unsigned class)
{
    return vera_slab_bytes(class) / vera_slab_shapes[class].size;
}

/* Pools of records, by their size in cache lines. The largest is that of the smallest slots in
 * a slab of one 64 KiB page. */
#define LINES(count) [count] = VERA_POOL((count)*VERA_ARENA_LINE)
#define MOST_LINES 17u

static struct vera_pool records[MOST_LINES + 1] = {
    LINES(1),  LINES(2),  LINES(3),  LINES(4),  LINES(5),  LINES(6),
    LINES(7),  LINES(8),  LINES(9),  LINES(10), LINES(11), LINES(12),
    LINES(13), LINES(14), LINES(15), LINES(16), LINES(17),
};

static struct vera_pool *pool_of(unsigned class)
{
    size_t words = (vera_slab_slots(class) + WORD - 1) / WORD;
    size_t bytes = sizeof(struct vera_slab) + words * sizeof(uint64_t);
    return &records[(bytes + VERA_ARENA_LINE - 1) / VERA_ARENA_LINE];
}

struct vera_slab *vera_slab_take_record(unsigned class)
{
    struct vera_slab *slab = vera_pool_take(pool_of(class));
    if (slab != NULL) {
        slab->class = (uint8_t) class;
    }
    return slab;
}

void vera_slab_give_record(struct vera_slab *slab)
{
    vera_pool_give(pool_of(slab->class), slab);
}

void vera_slab_open(struct vera_slab *slab, void *run)
{
    slab->start = run;
    slab->countdown = 0;
    slab->full = false;
    slab->first = 0;
    size_t slots = vera_slab_slots(slab->class);
    memset(slab->free, 0xff, slots / WORD * sizeof *slab->free);
    if (slots % WORD != 0) {
        slab->free[slots / WORD] = ((uint64_t)1 << slots % WORD) - 1;
    }
}

void *vera_slab_close(struct vera_slab *slab)
{
    void *run = slab->start;
    slab->start = NULL;
    return run;
}

/* How many bits from the lowest one on are 1, of which there are some. */
static unsigned ones(uint64_t bits)
{
    return ~bits != 0 ? (unsigned)__builtin_ctzll(~bits) : WORD;
}

/* Takes slots of one word, whose first slot is at `start`, up to `end`. Free ones often lie side by
 * side. */
static void **take_from(uint64_t *free, char *start, size_t size, void **blocks, void **end)
{
    while (*free != 0 && blocks < end) {
        unsigned first = (unsigned)__builtin_ctzll(*free);
        size_t count = ones(*free >> first);
        count = count < (size_t)(end - blocks) ? count : (size_t)(end - blocks);
        char *block = start + first * size;
        for (void **stop = blocks + count; blocks < stop; block += size) {
            *blocks++ = block;
        }
        *free &= ~(UINT64_MAX >> (WORD - count) << first);
    }
    return blocks;
}

size_t vera_slab_take(struct vera_slab *slab, size_t slots, void **blocks, size_t count)
{
    size_t size = vera_slab_shapes[slab->class].size;
    size_t most = slots - vera_slab_blocks(slab, slots);
    size_t taken = count < most ? count : most;
    void **end = blocks + taken;
    uint32_t word = slab->first;
    char *start = slab->start + word * WORD * size;
    while (blocks < end) {
        blocks = take_from(&slab->free[word], start, size, blocks, end);
        slab->first = word++;
        start += WORD * size;
    }
    slab->full = taken == most;
    slab->countdown = slab->full ? 1 : (uint16_t)(slab->countdown + taken);
    return taken;
}

enum vera_misuse vera_slab_judge(const struct vera_slab *slab, const void *block)
{
    const struct vera_slab_shape *shape = &vera_slab_shapes[slab->class];
    uintptr_t slot = vera_slab_slot(shape, (uintptr_t)block - (uintptr_t)slab->start);
    if (slot >= vera_slab_slots(slab->class)) {
        return VERA_MISUSE_INTERIOR;
    }
    bool is_free = (slab->free[slot / WORD] >> slot % WORD & 1) != 0;
    return is_free ? VERA_MISUSE_DOUBLE : VERA_MISUSE_NONE;
}
