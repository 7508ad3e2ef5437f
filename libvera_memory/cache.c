/* What happens off the fast path: stacks that are refilled, flushed, grown with
 * use and shrunk with age, and caches that come and go with their threads.
 */
#include "cache.h"

#include "central.h"
#include "record.h"
#include "stack.h"

#include <string.h>

#define FIRST_LEVEL 3u                  /* 7 pointers: a cache line */
#define LEAST_LEVEL 2u                  /* 3 pointers, however large the blocks are */
#define CLASS_BYTES ((size_t)128 << 10) /* in one stack; above 42 KiB, 3 blocks */

/* The one place of every stack that has none: empty, and full. */
static void *const nothing = NULL;
#define NO_STACK                                                                                   \
    {                                                                                              \
        (void **)&nothing, (void **)&nothing                                                       \
    }

const struct vera_cache vera_cache_none[] = {
    [0 ... VERA_CACHE_REASONS - 1] = {.bins = {[0 ... VERA_CLASS_COUNT - 1] = NO_STACK}},
};

VERA_THREAD_WORD((struct vera_cache *)&vera_cache_none[VERA_CACHE_REASON_NEW]);

static struct vera_lock lock = VERA_LOCK_INIT;
static struct vera_cache *unused; /* caches whose threads have ended: empty, with their stacks */

static size_t capacity_at(unsigned level)
{
    return ((size_t)1 << level) - 1;
}

static size_t capacity(const struct vera_cache *cache, unsigned class)
{
    return capacity_at(cache->levels[class]);
}

/* The place of the null under a stack. */
static void **bottom(const struct vera_cache *cache, unsigned class)
{
    return cache->bins[class].limit + capacity(cache, class);
}

static size_t count(const struct vera_cache *cache, unsigned class)
{
    return (size_t)(bottom(cache, class) - cache->bins[class].top);
}

/* Gives the `most` oldest blocks of a stack, or all, to the central list.
 * Returns how many were misuse. */
static size_t shed(struct vera_cache *cache, unsigned class, size_t most)
{
    struct vera_bin *bin = &cache->bins[class];
    size_t held = count(cache, class);
    size_t going = most < held ? most : held;
    if (going == 0) {
        return 0;
    }
    void **first = bottom(cache, class) - going;
    size_t refused = vera_central_give(class, first, going);
    memmove(bin->top + going, bin->top, (held - going) * sizeof *first);
    bin->top += going;
    return refused;
}

/* Gives a class a stack of another level, 0 for none, which has room for what
 * it holds. False when there is no memory; nothing has changed then. */
static bool resize(struct vera_cache *cache, unsigned class, unsigned level)
{
    struct vera_bin *bin = &cache->bins[class];
    struct vera_bin next = NO_STACK;
    unsigned old_level = cache->levels[class];
    if (level > 0) {
        void **stack = vera_stack_take(level);
        if (stack == NULL) {
            return false;
        }
        size_t held = count(cache, class);
        void **end = stack + capacity_at(level);
        *end = NULL;
        next.limit = stack;
        next.top = end - held;
        memcpy(next.top, bin->top, held * sizeof *stack);
    }
    if (old_level > 0) {
        vera_stack_give(bin->limit, old_level);
    }
    cache->room += capacity_at(old_level) * vera_class_size(class);
    cache->room -= capacity_at(level) * vera_class_size(class);
    cache->levels[class] = (unsigned char)level;
    *bin = next;
    return true;
}

static unsigned most_level(unsigned class)
{
    unsigned level = LEAST_LEVEL;
    while (level + 1 < VERA_STACK_LEVELS &&
           capacity_at(level + 1) * vera_class_size(class) <= CLASS_BYTES) {
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

static struct vera_cache *make(void)
{
    vera_lock_take(&lock);
    struct vera_cache *cache = unused;
    if (cache != NULL) {
        unused = cache->next;
    }
    vera_lock_drop(&lock);
    if (cache == NULL) {
        cache = vera_record_new(sizeof *cache);
        if (cache == NULL) {
            return NULL;
        }
        memcpy(cache->bins, vera_cache_none[VERA_CACHE_REASON_NEW].bins, sizeof cache->bins);
        cache->room = VERA_CACHE_BYTES;
    }
    cache->emptied = vera_system_now();
    return cache;
}

/* Empties a cache, and keeps it for another thread. */
static void retire(struct vera_cache *cache, enum vera_cache_reason reason)
{
    vera_thread_set_cache((struct vera_cache *)&vera_cache_none[reason]);
    for (unsigned class = 0; class < VERA_CLASS_COUNT; ++class) {
        shed(cache, class, SIZE_MAX);
    }
    vera_lock_take(&lock);
    cache->next = unused;
    unused = cache;
    vera_lock_drop(&lock);
}

static void leave(void *cache)
{
    retire(cache, VERA_CACHE_REASON_ENDED);
}

static struct vera_cache *begin(void)
{
    struct vera_cache *cache = make();
    if (cache != NULL) {
        /* The thread has its cache before it is watched: to remember the watch,
         * the system may call an allocator, and that may be this one. */
        vera_thread_set_cache(cache);
        if (!vera_thread_watch(cache, leave)) {
            retire(cache, VERA_CACHE_REASON_KEYLESS);
            cache = NULL;
        }
    }
    return cache;
}

static bool is_none(const struct vera_cache *cache)
{
    return cache >= vera_cache_none && cache < vera_cache_none + VERA_CACHE_REASONS;
}

/* The calling thread's own cache, which is made if it is new. Null when it has
 * none. */
static struct vera_cache *own(void)
{
    struct vera_cache *cache = vera_thread_cache();
    if (!is_none(cache)) {
        return cache;
    }
    return cache == &vera_cache_none[VERA_CACHE_REASON_NEW] ? begin() : NULL;
}

static void *take_one(unsigned class)
{
    void *block = NULL;
    vera_central_take(class, &block, 1);
    return block;
}

void *vera_cache_refill(unsigned class)
{
    struct vera_cache *cache = own();
    if (cache == NULL) {
        return take_one(class);
    }
    struct vera_bin *bin = &cache->bins[class];
    void *block = vera_bin_pop(bin);
    if (block != NULL) {
        return block;
    }
    grow(cache, class);
    size_t batch = (capacity(cache, class) + 1) / 2;
    if (batch == 0) {
        return take_one(class);
    }
    void **end = bottom(cache, class);
    size_t taken = vera_central_take(class, end - batch, batch);
    bin->top = end - taken;
    memmove(bin->top, end - batch, taken * sizeof *end);
    return vera_bin_pop(bin);
}

size_t vera_cache_flush(unsigned class, void *block)
{
    struct vera_cache *cache = own();
    if (cache == NULL) {
        return vera_central_give(class, &block, 1);
    }
    size_t refused = 0;
    struct vera_bin *bin = &cache->bins[class];
    if (bin->top == bin->limit && !grow(cache, class)) {
        refused = shed(cache, class, (capacity(cache, class) + 1) / 2);
    }
    if (!vera_bin_push(bin, block)) {
        refused += vera_central_give(class, &block, 1);
    }
    return refused;
}

void vera_cache_empty(void)
{
    struct vera_cache *cache = vera_thread_cache();
    for (unsigned class = 0; class < VERA_CLASS_COUNT && !is_none(cache); ++class) {
        shed(cache, class, SIZE_MAX);
    }
}

void vera_cache_age(uint64_t now, uint64_t age)
{
    struct vera_cache *cache = vera_thread_cache();
    if (is_none(cache) || now - cache->emptied < age) {
        return;
    }
    cache->emptied = now;
    for (unsigned class = 0; class < VERA_CLASS_COUNT; ++class) {
        unsigned level = cache->levels[class];
        shed(cache, class, SIZE_MAX);
        if (level > 0) {
            resize(cache, class, level > FIRST_LEVEL ? level - 1 : 0);
        }
    }
}

void vera_cache_each_lock(void (*act)(struct vera_lock *))
{
    act(&lock);
}
