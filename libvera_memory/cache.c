/* The stacks of a cache off the fast path: refilled, flushed, grown with use, shrunk with
 * age.
 */
#include "cache.h"

#include "central.h"
#include "loan.h"
#include "pool.h"

#include <string.h>

/* A stack of a level has 2^level words, two of them for its ends. A class begins with 6 pointers,
 * in a cache line with both ends, or with 2 if its blocks are large. */
#define FIRST_LEVEL 3u
#define FIRST_BYTES ((size_t)32 << 10)
#define LEAST_LEVEL 2u
#define LEVELS 11u                      /* the largest stack is of the level below */
#define CLASS_BYTES ((size_t)512 << 10) /* the most in the blocks of one stack */

/* A cache borrows so much at a time. */
#define LOAN ((size_t)64 << 10)

void *const vera_cache_no_stack[] = {VERA_CACHE_FULL, NULL};

#define STACK(level) [level] = VERA_POOL(sizeof(void *) << (level))

static struct vera_pool stacks[LEVELS] = {
    STACK(1), STACK(2), STACK(3), STACK(4), STACK(5),
    STACK(6), STACK(7), STACK(8), STACK(9), STACK(10),
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

static size_t bytes_at(unsigned class, unsigned level)
{
    return capacity_at(level) * vera_class_size(class);
}

static bool may_have(unsigned class, unsigned level)
{
    return level < LEVELS && bytes_at(class, level) <= CLASS_BYTES;
}

/* The least that a class has which is used. */
static unsigned first_level(unsigned class)
{
    return bytes_at(class, FIRST_LEVEL) <= FIRST_BYTES ? FIRST_LEVEL : LEAST_LEVEL;
}

/* Bytes of the room that a stack takes. One for a few blocks takes none, so that no class is
 * without a stack when others have taken all. */
static size_t charge_at(unsigned class, unsigned level)
{
    return level > first_level(class) ? bytes_at(class, level) : 0;
}

/* Whether there is room for so many bytes, of the cache's own or borrowed. */
static bool make_room(struct vera_cache *cache, size_t bytes)
{
    size_t room = cache->room;
    size_t loan = bytes > room ? (bytes - room + LOAN - 1) & ~(LOAN - 1) : 0;
    if (loan > 0 && !vera_loan_take(loan)) {
        return false;
    }
    cache->room += loan;
    cache->borrowed += loan;
    return true;
}

static void pay_back(struct vera_cache *cache)
{
    size_t amount = cache->borrowed < cache->room ? cache->borrowed : cache->room;
    if (amount > 0) {
        cache->room -= amount;
        cache->borrowed -= amount;
        vera_loan_give(amount);
    }
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
    cache->room += charge_at(class, old_level);
    cache->room -= charge_at(class, level);
    cache->levels[class] = (unsigned char)level;
    cache->stacks[class] = stack;
    cache->tops[class] = top;
    set_changing(cache, false);
    return true;
}

static bool grow(struct vera_cache *cache, unsigned class)
{
    unsigned level = cache->levels[class];
    unsigned next = level > 0 ? level + 1 : first_level(class);
    if (!may_have(class, next)) {
        return false;
    }
    return make_room(cache, charge_at(class, next) - charge_at(class, level)) &&
           resize(cache, class, next);
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
    cache->room = VERA_CACHE_BYTES + cache->borrowed;
    for (unsigned class = 0; class < VERA_CLASS_COUNT; ++class) {
        cache->tops[class] = bottom(cache, class);
        cache->room -= charge_at(class, cache->levels[class]);
    }
    pay_back(cache);
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
    pay_back(cache);
}

void vera_cache_retire(struct vera_cache *cache)
{
    for (unsigned class = 0; class < VERA_CLASS_COUNT; ++class) {
        if (cache->levels[class] > first_level(class)) {
            resize(cache, class, 0);
        }
    }
    pay_back(cache);
}
