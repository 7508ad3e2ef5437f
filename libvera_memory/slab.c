/* Slots, and the bitmap beside them. */
#include "slab.h"

#include "checked.h"
#include "class.h"
#include "mode.h"
#include "record.h"
#include "system.h"

#define WORD 64u

/* Of a record, bitmap included: most are needed for the smallest slots, where a slab is a
 * page of 64 KiB. */
#define MOST_LINES 20u

/* A slab of small blocks is small, so that a few blocks which stay do not keep
 * much: a cache may hold 255 blocks, each in another slab. */
#define SMALL_BLOCK 256u
#define SMALL_SLAB ((size_t)16 << 10)
#define MIDDLE_BLOCK 1024u
#define MIDDLE_SLAB ((size_t)32 << 10)
#define LARGE_BLOCK 4096u
#define LARGE_SLAB ((size_t)64 << 10)
/* Above that, whole slots, without a rest at the end. */
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

/* An offset is divided by the slot size with a multiplication: by 2^40 / size,
 * rounded up, and a shift. That is exact while offset * size < 2^40 (Granlund
 * and Montgomery, "Division by Invariant Integers using Multiplication", 1994),
 * and both are below 2^19. */
#define RECIPROCAL_BITS 40u

static uint64_t reciprocal(size_t size)
{
    return (((uint64_t)1 << RECIPROCAL_BITS) + size - 1) / size;
}

static size_t words(size_t slots)
{
    return (slots + WORD - 1) / WORD;
}

/* What follows the bitmap in check mode. The records of slots lie elsewhere, so that
 * those of slabs stay close together: whoever looks for a slot's needs both. So a record
 * stays with its class there, and all are in a list, to be gone through at the end. */
struct checks {
    struct vera_checked *slots;
    struct vera_slab *older;
};

static _Atomic(struct vera_slab *) newest;

static struct checks *checks_of(const struct vera_slab *slab)
{
    return (struct checks *)&slab->used[words(slab->slots)];
}

static void enlist(struct vera_slab *slab)
{
    struct vera_slab **older = &checks_of(slab)->older;
    *older = atomic_load_explicit(&newest, memory_order_relaxed);
    while (!atomic_compare_exchange_weak(&newest, older, slab)) {
    }
}

/* They may take more than one record can. */
static struct vera_checked *new_slots(const struct vera_slab *slab)
{
    size_t size = slab->slots * sizeof(struct vera_checked);
    size_t whole = (size + VERA_RECORD_MAX - 1) / VERA_RECORD_MAX * VERA_RECORD_MAX;
    return size <= VERA_RECORD_MAX ? vera_record_new(size) : vera_system_fresh(whole);
}

/* Whether there are records of the slots, made now if need be. */
static bool has_checks(struct vera_slab *slab)
{
    struct checks *checks = checks_of(slab);
    if (checks->slots == NULL) {
        checks->slots = new_slots(slab);
        if (checks->slots != NULL) {
            enlist(slab);
        }
    }
    return checks->slots != NULL;
}

struct vera_checked *vera_slab_checked(const struct vera_slab *slab, size_t slot)
{
    return &checks_of(slab)->slots[slot];
}

/* The records of all classes, in a set for each number of lines that they take; and those
 * of check mode that have no run. */
static struct vera_lock lock = VERA_LOCK_INIT;
static struct vera_region_set sets[MOST_LINES + 1];
static struct vera_slab *spare[VERA_CLASS_COUNT];

static size_t slots_of(unsigned class)
{
    return vera_slab_bytes(class) / vera_class_size(class);
}

static struct vera_region_set *set_of(unsigned class)
{
    size_t bytes = sizeof(struct vera_slab) + words(slots_of(class)) * sizeof(uint64_t);
    bytes += vera_mode_is_check() ? sizeof(struct checks) : 0;
    size_t lines = (bytes + VERA_RECORD_LINE - 1) / VERA_RECORD_LINE;
    sets[lines].size = (uint32_t)(lines * VERA_RECORD_LINE);
    return &sets[lines];
}

static struct vera_slab *take_record(unsigned class)
{
    vera_lock_take(&lock);
    struct vera_slab *slab = spare[class];
    if (slab != NULL) {
        spare[class] = slab->next;
    } else {
        slab = (struct vera_slab *)vera_region_take(set_of(class));
    }
    vera_lock_drop(&lock);
    return slab;
}

/* The same, with more memory. */
static struct vera_slab *take_new_record(unsigned class)
{
    struct vera_region *region = vera_region_new();
    if (region == NULL) {
        return NULL;
    }
    vera_lock_take(&lock);
    vera_region_add(set_of(class), region);
    vera_lock_drop(&lock);
    return take_record(class);
}

struct vera_slab *vera_slab_new(unsigned class)
{
    struct vera_slab *slab = take_record(class);
    slab = slab != NULL ? slab : take_new_record(class);
    if (slab == NULL) {
        return NULL;
    }
    slab->reciprocal = reciprocal(vera_class_size(class));
    slab->size = (uint32_t)vera_class_size(class);
    slab->slots = (uint32_t)slots_of(class);
    slab->class = class;
    if (vera_mode_is_check() && !has_checks(slab)) {
        vera_slab_end(slab);
        return NULL;
    }
    return slab;
}

void vera_slab_end(struct vera_slab *slab)
{
    vera_lock_take(&lock);
    struct vera_region_set *set = set_of(slab->class);
    if (vera_mode_is_check()) {
        slab->next = spare[slab->class];
        spare[slab->class] = slab;
    } else {
        vera_region_give(set, &slab->tag);
    }
    vera_lock_drop(&lock);
    vera_region_drop_idle(set, &lock, VERA_REGION_IDLE);
}

void vera_slab_purge(void)
{
    for (size_t lines = 0; lines <= MOST_LINES; lines++) {
        vera_region_drop_idle(&sets[lines], &lock, 0);
    }
}

void vera_slab_each_lock(void (*act)(struct vera_lock *))
{
    act(&lock);
}

void vera_slab_each_checked(void (*act)(const struct vera_checked *checked, void *argument),
                            void *argument)
{
    struct vera_slab *slab = atomic_load_explicit(&newest, memory_order_acquire);
    for (; slab != NULL; slab = checks_of(slab)->older) {
        for (size_t slot = 0; slot < slab->slots; slot++) {
            act(vera_slab_checked(slab, slot), argument);
        }
    }
}

/* What the slots of an earlier run held is gone. */
static void forget_checked(struct vera_slab *slab)
{
    for (size_t slot = 0; slot < slab->slots; slot++) {
        vera_slab_checked(slab, slot)->base = NULL;
    }
}

void vera_slab_begin(struct vera_slab *slab, void *run)
{
    if (vera_mode_is_check()) {
        forget_checked(slab);
    }
    slab->start = run;
    slab->free = slab->slots;
    slab->first = 0;
}

/* The last word may have bits past the last slot. They are never taken: as many
 * bits as there are free slots lie before them. */
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

enum vera_misuse vera_slab_give(struct vera_slab *slab, void *block)
{
    uint64_t slot = vera_slab_slot(slab, block);
    uint64_t offset = (uint64_t)((char *)block - slab->start);
    if (slot * slab->size != offset || slot >= slab->slots) {
        return VERA_MISUSE_INTERIOR;
    }
    uint32_t word = (uint32_t)(slot / WORD);
    uint64_t bit = (uint64_t)1 << slot % WORD;
    if ((slab->used[word] & bit) == 0) {
        return VERA_MISUSE_DOUBLE;
    }
    slab->used[word] &= ~bit;
    slab->first = word < slab->first ? word : slab->first;
    slab->free++;
    return VERA_MISUSE_NONE;
}
