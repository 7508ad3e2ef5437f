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

/* A signal may end the program while a stack is not whole, and then it is not examined. */
static void set_changing(struct vera_cache *cache, bool changing)
{
    atomic_signal_fence(memory_order_seq_cst);
    atomic_store_explicit(&cache->changing, changing, memory_order_relaxed);
    atomic_signal_fence(memory_order_seq_cst);
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
    set_changing(cache, true);
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
    set_changing(cache, false);
    return true;
}

static bool may_have(unsigned class, unsigned level)
{
    return level == LEAST_LEVEL ||
           (level < LEVELS && capacity_at(level) * vera_class_size(class) <= CLASS_BYTES);
}

static bool grow(struct vera_cache *cache, unsigned class)
{
    unsigned level = cache->levels[class];
    unsigned first = may_have(class, FIRST_LEVEL) ? FIRST_LEVEL : LEAST_LEVEL;
    unsigned next = level > 0 ? level + 1 : first;
    if (!may_have(class, next)) {
        return false;
    }
    size_t more = (capacity_at(next) - capacity_at(level)) * vera_class_size(class);
    return more <= cache->room && resize(cache, class, next);
}

/* What is taken or flushed at once. */
static size_t half(const struct vera_cache *cache, unsigned class)
{
    return (capacity(cache, class) + 1) / 2;
}

void *vera_cache_take(struct vera_cache *cache, unsigned class)
{
    void *block = cache != NULL ? vera_cache_pop(cache, class) : NULL;
    if (block != NULL) {
        return block;
    }
    if (cache == NULL || (!grow(cache, class) && cache->levels[class] == 0)) {
        vera_central_take(class, &block, 1);
        return block;
    }
    size_t batch = half(cache, class);
    void **end = bottom(cache, class);
    set_changing(cache, true);
    size_t taken = vera_central_take(class, end - batch, batch);
    cache->tops[class] = end - taken;
    memmove(end - taken, end - batch, taken * sizeof *end);
    set_changing(cache, false);
    return vera_cache_pop(cache, class);
}

/* A freed pointer may be anything, even the sentinel, so here the place tells whether there is
 * room, and not the sentinel. */
static bool is_full(const struct vera_cache *cache, unsigned class)
{
    return cache->levels[class] == 0 || cache->tops[class] == cache->stacks[class] + 1;
}

/* Takes blocks out of a stack; those above them move into their place. */
static void take_out(struct vera_cache *cache, unsigned class, void **first, size_t count)
{
    void **top = cache->tops[class];
    memmove(top + count, top, (size_t)(first - top) * sizeof *top);
    cache->tops[class] = top + count;
}

bool vera_cache_give(struct vera_cache *cache, unsigned class, void *block,
                     struct vera_faults *faults)
{
    bool full = cache == NULL || (is_full(cache, class) && !grow(cache, class));
    if (cache == NULL || cache->levels[class] == 0) {
        vera_central_give(class, &block, 1, faults);
        return faults->count == 0;
    }
    set_changing(cache, true);
    if (full) {
        void **oldest = bottom(cache, class) - half(cache, class);
        size_t given = vera_central_give(class, oldest, half(cache, class), faults);
        take_out(cache, class, oldest, given);
    }
    *--cache->tops[class] = block;
    set_changing(cache, false);
    return true;
}

bool vera_cache_flush(struct vera_cache *cache, struct vera_faults *faults)
{
    set_changing(cache, true);
    for (unsigned class = 0; class < VERA_CLASS_COUNT && !vera_faults_are_full(faults); ++class) {
        void **top = cache->tops[class];
        size_t count = vera_cache_count(cache, class);
        if (count > 0) {
            cache->tops[class] = top + vera_central_give(class, top, count, faults);
        }
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
    for (unsigned class = 0; class < VERA_CLASS_COUNT; ++class) {
        unsigned level = cache->levels[class];
        if (level > 0) {
            resize(cache, class, level > FIRST_LEVEL ? level - 1 : 0);
        }
    }
}
