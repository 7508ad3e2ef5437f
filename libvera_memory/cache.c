/* The stacks of a cache off the fast path: refilled, flushed, grown with use, shrunk with
 * age.
 */
#include "cache.h"

#include "central.h"
#include "pool.h"

#include <string.h>

#define FIRST_LEVEL 3u                  /* 6 pointers: a cache line with both ends */
#define LEVELS 9u                       /* the largest stack has 2^8 words */
#define LEAST_LEVEL 2u                  /* 2 pointers, for the largest blocks too */
#define CLASS_BYTES ((size_t)128 << 10) /* in one stack, if that is more than 2 blocks */

void *const vera_cache_no_stack[] = {VERA_CACHE_FULL, NULL};

#define STACK(level) [level] = VERA_POOL(sizeof(void *) << (level))

static struct vera_pool stacks[LEVELS] = {
    STACK(1), STACK(2), STACK(3), STACK(4), STACK(5), STACK(6), STACK(7), STACK(8),
};

static size_t capacity_at(unsigned level)
{
    return level > 0 ? ((size_t)1 << level) - 2 : 0;
}

static size_t capacity(const struct vera_cache *cache, unsigned class)
{
    return capacity_at(cache->levels[class]);
}

/* Where the null is. */
static void **bottom(const struct vera_cache *cache, unsigned class)
{
    void **none = (void **)vera_cache_no_stack;
    return (cache->levels[class] > 0 ? cache->stacks[class] : none) + 1 + capacity(cache, class);
}

size_t vera_cache_count(const struct vera_cache *cache, unsigned class)
{
    return (size_t)(bottom(cache, class) - cache->tops[class]);
}

/* Gives the oldest blocks in a stack, at most `most`, to the central list. Some of
 * them stay in the stack if `faults` becomes full. */
static void flush_oldest(struct vera_cache *cache, unsigned class, size_t most,
                         struct vera_faults *faults)
{
    void **top = cache->tops[class];
    size_t held = vera_cache_count(cache, class);
    size_t count = most < held ? most : held;
    if (count == 0) {
        return;
    }
    void **first = bottom(cache, class) - count;
    size_t done = vera_central_give(class, first, count, faults);
    memmove(top + done, top, (held - count) * sizeof *first);
    cache->tops[class] = top + done;
}

/* An empty stack; null when there is no memory. */
static void **new_stack(unsigned level)
{
    if (level == 0) {
        return (void **)vera_cache_no_stack;
    }
    void **stack = vera_pool_take(&stacks[level]);
    if (stack != NULL) {
        stack[0] = VERA_CACHE_FULL;
        stack[1 + capacity_at(level)] = NULL;
    }
    return stack;
}

/* Gives a class a stack of another level, 0 for none, with room for the blocks that it
 * has. False when there is no memory; nothing has changed then. */
static bool resize(struct vera_cache *cache, unsigned class, unsigned level)
{
    unsigned old_level = cache->levels[class];
    size_t held = vera_cache_count(cache, class);
    void **stack = new_stack(level);
    if (stack == NULL) {
        return false;
    }
    void **top = stack + 1 + capacity_at(level) - held;
    memcpy(top, cache->tops[class], held * sizeof *top);
    if (old_level > 0) {
        vera_pool_give(&stacks[old_level], cache->stacks[class]);
    }
    cache->room += capacity_at(old_level) * vera_class_size(class);
    cache->room -= capacity_at(level) * vera_class_size(class);
    cache->levels[class] = (unsigned char)level;
    cache->stacks[class] = stack;
    cache->tops[class] = top;
    return true;
}

static unsigned most_level(unsigned class)
{
    unsigned level = LEAST_LEVEL;
    while (level + 1 < LEVELS && capacity_at(level + 1) * vera_class_size(class) <= CLASS_BYTES) {
        level++;
    }
    return level;
}

static bool grow(struct vera_cache *cache, unsigned class)
{
    unsigned level = cache->levels[class];
    unsigned most = most_level(class);
    unsigned next = level > 0 ? level + 1 : FIRST_LEVEL < most ? FIRST_LEVEL : most;
    if (next > most) {
        return false;
    }
    size_t more = (capacity_at(next) - capacity_at(level)) * vera_class_size(class);
    return more <= cache->room && resize(cache, class, next);
}

static void *take_one(unsigned class)
{
    void *block = NULL;
    vera_central_take(class, &block, 1);
    return block;
}

/* A signal may end the program while a stack is not whole, and then it is not examined. */
static void set_changing(struct vera_cache *cache, bool changing)
{
    atomic_signal_fence(memory_order_seq_cst);
    atomic_store_explicit(&cache->changing, changing, memory_order_relaxed);
    atomic_signal_fence(memory_order_seq_cst);
}

static void *refill(struct vera_cache *cache, unsigned class)
{
    grow(cache, class);
    size_t batch = (capacity(cache, class) + 1) / 2;
    if (batch == 0) {
        return take_one(class);
    }
    void **end = bottom(cache, class);
    size_t taken = vera_central_take(class, end - batch, batch);
    cache->tops[class] = end - taken;
    memmove(end - taken, end - batch, taken * sizeof *end);
    return vera_cache_pop(cache, class);
}

void *vera_cache_take(struct vera_cache *cache, unsigned class)
{
    if (cache == NULL) {
        return take_one(class);
    }
    void *block = vera_cache_pop(cache, class);
    if (block == NULL) {
        set_changing(cache, true);
        block = refill(cache, class);
        set_changing(cache, false);
    }
    return block;
}

/* Puts a block on its stack; false when there is none. A freed pointer may be anything, even
 * the sentinel, so here the count tells whether there is room, and not the sentinel. */
static bool put(struct vera_cache *cache, unsigned class, void *block, struct vera_faults *faults)
{
    if (vera_cache_count(cache, class) == capacity(cache, class) && !grow(cache, class)) {
        flush_oldest(cache, class, (capacity(cache, class) + 1) / 2, faults);
    }
    bool has_room = vera_cache_count(cache, class) < capacity(cache, class);
    if (has_room) {
        *--cache->tops[class] = block;
    }
    return has_room;
}

bool vera_cache_give(struct vera_cache *cache, unsigned class, void *block,
                     struct vera_faults *faults)
{
    if (cache != NULL) {
        set_changing(cache, true);
        bool is_put = put(cache, class, block, faults);
        set_changing(cache, false);
        if (is_put) {
            return true;
        }
    }
    /* There is no stack, so nothing was flushed. */
    vera_central_give(class, &block, 1, faults);
    return faults->count == 0;
}

bool vera_cache_flush(struct vera_cache *cache, struct vera_faults *faults)
{
    set_changing(cache, true);
    for (unsigned class = 0; class < VERA_CLASS_COUNT && !vera_faults_are_full(faults); ++class) {
        flush_oldest(cache, class, SIZE_MAX, faults);
    }
    set_changing(cache, false);
    return !vera_faults_are_full(faults);
}

void vera_cache_clear(struct vera_cache *cache)
{
    cache->room = VERA_CACHE_BYTES;
    for (unsigned class = 0; class < VERA_CLASS_COUNT; ++class) {
        cache->tops[class] = bottom(cache, class);
        cache->room -= capacity(cache, class) * vera_class_size(class);
    }
    cache->large = cache->taken_large = NULL;
}

void vera_cache_shrink(struct vera_cache *cache)
{
    set_changing(cache, true);
    for (unsigned class = 0; class < VERA_CLASS_COUNT; ++class) {
        unsigned level = cache->levels[class];
        if (level > 0) {
            resize(cache, class, level > FIRST_LEVEL ? level - 1 : 0);
        }
    }
    set_changing(cache, false);
}
