/* Slots, and the bitmap beside them. */
#include "slab.h"

#include "pool.h"
#include "system.h"

#define WORD 64u

/* Slabs of small blocks are small, so that a few live blocks hold little memory: a cache may
 * have 254 blocks, each of another slab. Those of the largest blocks have a fixed number of
 * slots, and no rest at the end. */
#define BYTES(size)                                                                                \
    ((size) <= 256     ? 16u << 10                                                                 \
     : (size) <= 1024  ? 32u << 10                                                                 \
     : (size) <= 4096  ? 64u << 10                                                                 \
     : (size) <= 16384 ? 8 * (size)                                                                \
                       : 4 * (size))

/* An offset is divided by the slot size with a multiplication by 2^40 / size, rounded up,
 * and a shift. The result is exact while offset * size < 2^40 (Granlund and Montgomery,
 * "Division by Invariant Integers using Multiplication", 1994); both are below 2^19. */
#define RECIPROCAL_BITS 40u
#define RECIPROCAL(size) ((((uint64_t)1 << RECIPROCAL_BITS) + (size)-1) / (size))

#define SHAPE(size)                                                                                \
    {                                                                                              \
        RECIPROCAL(size), (size), BYTES(size)                                                      \
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

static size_t slots_of(unsigned class)
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
    size_t words = (slots_of(class) + WORD - 1) / WORD;
    size_t bytes = sizeof(struct vera_slab) + words * sizeof(uint64_t);
    return &records[(bytes + VERA_ARENA_LINE - 1) / VERA_ARENA_LINE];
}

struct vera_slab *vera_slab_take_record(unsigned class)
{
    struct vera_slab *slab = vera_pool_take(pool_of(class));
    if (slab != NULL) {
        slab->slots = (uint16_t)slots_of(class);
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
    slab->free = slab->slots;
    slab->first = 0;
}

void *vera_slab_close(struct vera_slab *slab)
{
    void *run = slab->start;
    slab->start = NULL;
    return run;
}

/* The last word may have bits past the last slot. They are never taken, because a bit lies
 * before them for each free slot. */
size_t vera_slab_take(struct vera_slab *slab, void **blocks, size_t count)
{
    size_t size = vera_slab_shapes[slab->class].size;
    size_t taken = 0;
    count = count < slab->free ? count : slab->free;
    for (uint16_t word = slab->first; taken < count; word++) {
        uint64_t used = slab->used[word];
        while (~used != 0 && taken < count) {
            unsigned bit = (unsigned)__builtin_ctzll(~used);
            used |= (uint64_t)1 << bit;
            blocks[taken++] = slab->start + (word * WORD + bit) * size;
        }
        slab->used[word] = used;
        slab->first = word;
    }
    slab->free = (uint16_t)(slab->free - taken);
    return taken;
}

static inline enum vera_misuse judge(const struct vera_slab *slab, uint64_t offset, uint64_t slot)
{
    if (slot * vera_slab_shapes[slab->class].size != offset || slot >= slab->slots) {
        return VERA_MISUSE_INTERIOR;
    }
    bool used = (slab->used[slot / WORD] >> slot % WORD & 1) != 0;
    return used ? VERA_MISUSE_NONE : VERA_MISUSE_DOUBLE;
}

static inline uint64_t offset_of(const struct vera_slab *slab, const void *addr)
{
    return (uint64_t)((const char *)addr - slab->start);
}

static inline uint64_t slot_at(const struct vera_slab *slab, uint64_t offset)
{
    return (offset * vera_slab_shapes[slab->class].reciprocal) >> RECIPROCAL_BITS;
}

enum vera_misuse vera_slab_judge(const struct vera_slab *slab, const void *block)
{
    uint64_t offset = offset_of(slab, block);
    return judge(slab, offset, slot_at(slab, offset));
}

enum vera_misuse vera_slab_give(struct vera_slab *slab, void *block)
{
    uint64_t offset = offset_of(slab, block);
    uint64_t slot = slot_at(slab, offset);
    enum vera_misuse misuse = judge(slab, offset, slot);
    if (misuse == VERA_MISUSE_NONE) {
        uint16_t word = (uint16_t)(slot / WORD);
        slab->used[word] &= ~((uint64_t)1 << slot % WORD);
        slab->first = word < slab->first ? word : slab->first;
        slab->free++;
    }
    return misuse;
}
