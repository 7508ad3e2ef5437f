/* Slots, and the bitmap beside them. */
#include "slab.h"

#include "arena.h"
#include "class.h"
#include "system.h"

#define WORD 64u

/* Cache lines in the largest record, bitmap included: that of the smallest slots, in a slab
 * of one 64 KiB page. */
#define MOST_LINES 20u

/* Slabs of small blocks are small, so that a few live blocks hold little memory: a cache may
 * have 254 blocks, each of another slab. */
#define SMALL_BLOCK 256u
#define SMALL_SLAB ((size_t)16 << 10)
#define MIDDLE_BLOCK 1024u
#define MIDDLE_SLAB ((size_t)32 << 10)
#define LARGE_BLOCK 4096u
#define LARGE_SLAB ((size_t)64 << 10)
/* Slabs of larger blocks have a fixed number of slots, and no rest at the end. */
#define HUGE_BLOCK 16384u
#define HUGE_SLOTS 4u
#define FEW_SLOTS 8u

size_t vera_slab_bytes(unsigned class)
{
    size_t size = vera_class_size(class);
    size_t bytes = size <= SMALL_BLOCK    ? SMALL_SLAB
                   : size <= MIDDLE_BLOCK ? MIDDLE_SLAB
                   : size <= LARGE_BLOCK  ? LARGE_SLAB
                   : size <= HUGE_BLOCK   ? size * FEW_SLOTS
                                          : size * HUGE_SLOTS;
    return vera_system_in_runs(bytes);
}

/* An offset is divided by the slot size with a multiplication by 2^40 / size, rounded up,
 * and a shift. The result is exact while offset * size < 2^40 (Granlund and Montgomery,
 * "Division by Invariant Integers using Multiplication", 1994); both are below 2^19. */
#define RECIPROCAL_BITS 40u

static uint64_t reciprocal(size_t size)
{
    return (((uint64_t)1 << RECIPROCAL_BITS) + size - 1) / size;
}

static size_t words(size_t slots)
{
    return (slots + WORD - 1) / WORD;
}

/* The records of all classes, in one set for each size in cache lines. */
static struct vera_lock lock = VERA_LOCK_INIT;
static struct vera_record_set sets[MOST_LINES + 1];

static size_t slots_of(unsigned class)
{
    return vera_slab_bytes(class) / vera_class_size(class);
}

static struct vera_record_set *set_of(unsigned class)
{
    size_t bytes = sizeof(struct vera_slab) + words(slots_of(class)) * sizeof(uint64_t);
    size_t lines = (bytes + VERA_ARENA_LINE - 1) / VERA_ARENA_LINE;
    sets[lines].size = (uint32_t)(lines * VERA_ARENA_LINE);
    return &sets[lines];
}

static struct vera_slab *take_record(unsigned class)
{
    vera_lock(&lock);
    struct vera_slab *slab = (struct vera_slab *)vera_record_take(set_of(class));
    vera_unlock(&lock);
    return slab;
}

/* The same, from a new extent. */
static struct vera_slab *take_record_anew(unsigned class)
{
    struct vera_extent *extent = vera_record_new_extent();
    if (extent == NULL) {
        return NULL;
    }
    vera_lock(&lock);
    vera_record_add_extent(set_of(class), extent);
    vera_unlock(&lock);
    return take_record(class);
}

struct vera_slab *vera_slab_take_record(unsigned class)
{
    struct vera_slab *slab = take_record(class);
    slab = slab != NULL ? slab : take_record_anew(class);
    if (slab == NULL) {
        return NULL;
    }
    slab->reciprocal = reciprocal(vera_class_size(class));
    slab->size = (uint32_t)vera_class_size(class);
    slab->slots = (uint32_t)slots_of(class);
    slab->class = class;
    return slab;
}

void vera_slab_give_record(struct vera_slab *slab)
{
    vera_lock(&lock);
    struct vera_record_set *set = set_of(slab->class);
    vera_record_give(set, &slab->tag);
    vera_unlock(&lock);
    vera_record_purge(set, &lock, VERA_RECORD_IDLE);
}

void vera_slab_purge(void)
{
    for (size_t lines = 0; lines <= MOST_LINES; lines++) {
        vera_record_purge(&sets[lines], &lock, 0);
    }
}

void vera_slab_open(struct vera_slab *slab, void *run)
{
    slab->start = run;
    slab->free = slab->slots;
    slab->first = 0;
}

/* The last word may have bits past the last slot. They are never taken, because a bit lies
 * before them for each free slot. */
size_t vera_slab_take(struct vera_slab *slab, void **blocks, size_t count)
{
    size_t taken = 0;
    count = count < slab->free ? count : slab->free;
    for (uint32_t word = slab->first; taken < count; word++) {
        uint64_t used = slab->used[word];
        while (~used != 0 && taken < count) {
            unsigned bit = (unsigned)__builtin_ctzll(~used);
            used |= (uint64_t)1 << bit;
            blocks[taken++] = slab->start + (size_t)(word * WORD + bit) * slab->size;
        }
        slab->used[word] = used;
        slab->first = word;
    }
    slab->free -= (uint32_t)taken;
    return taken;
}

size_t vera_slab_slot(const struct vera_slab *slab, const void *addr)
{
    uint64_t offset = (uint64_t)((const char *)addr - slab->start);
    return (size_t)((offset * slab->reciprocal) >> RECIPROCAL_BITS);
}

static inline enum vera_misuse judge(const struct vera_slab *slab, const void *block, uint64_t slot)
{
    uint64_t offset = (uint64_t)((const char *)block - slab->start);
    if (slot * slab->size != offset || slot >= slab->slots) {
        return VERA_MISUSE_INTERIOR;
    }
    bool used = (slab->used[slot / WORD] >> slot % WORD & 1) != 0;
    return used ? VERA_MISUSE_NONE : VERA_MISUSE_DOUBLE;
}

enum vera_misuse vera_slab_judge(const struct vera_slab *slab, const void *block)
{
    return judge(slab, block, vera_slab_slot(slab, block));
}

enum vera_misuse vera_slab_give(struct vera_slab *slab, void *block)
{
    uint64_t slot = vera_slab_slot(slab, block);
    enum vera_misuse misuse = judge(slab, block, slot);
    if (misuse == VERA_MISUSE_NONE) {
        uint32_t word = (uint32_t)(slot / WORD);
        slab->used[word] &= ~((uint64_t)1 << slot % WORD);
        slab->first = word < slab->first ? word : slab->first;
        slab->free++;
    }
    return misuse;
}
