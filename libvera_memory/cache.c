/* What happens off the fast path: stacks that are refilled, flushed, grown with
 * use and shrunk with age, and caches that come and go with their threads.
 */
#include "cache.h"

#include "central.h"
#include "class_table.h"
#include "kept.h"
#include "mode.h"
#include "record.h"
#include "stack.h"
#include "watch.h"

#include <string.h>

#define FIRST_LEVEL 3u                  /* 6 pointers: a cache line with both ends */
#define LEAST_LEVEL 2u                  /* 2 pointers, however large the blocks are */
#define CLASS_BYTES ((size_t)128 << 10) /* in one stack, if that is more than 2 blocks */

/* The stack of every class without one: empty, and full. */
static void *const nothing[] = {VERA_CACHE_FULL, NULL};
#define NO_STACK ((void **)nothing)

const struct vera_cache vera_cache_none[] = {
    [0 ... VERA_CACHE_REASONS - 1] =
        {
            .tops = {[0 ... VERA_CLASS_COUNT - 1] = NO_STACK + 1},
            .stacks = {[0 ... VERA_CLASS_COUNT - 1] = NO_STACK},
            .classes = VERA_CLASS_TABLE,
            .room = VERA_CACHE_BYTES,
        },
};

VERA_THREAD_WORD((struct vera_cache *)&vera_cache_none[VERA_CACHE_REASON_NEW]);

static struct vera_lock lock = VERA_LOCK_INIT;
static struct vera_cache *unused; /* caches whose threads have ended: empty, with their stacks */
static struct vera_cache *all;

static size_t capacity_at(unsigned level)
{
    return level > 0 ? ((size_t)1 << level) - 2 : 0;
}

static size_t capacity(const struct vera_cache *cache, unsigned class)
{
    return capacity_at(cache->levels[class]);
}

/* The place of the null. */
static void **bottom(const struct vera_cache *cache, unsigned class)
{
    return cache->stacks[class] + 1 + capacity(cache, class);
}

static size_t count(const struct vera_cache *cache, unsigned class)
{
    return (size_t)(bottom(cache, class) - cache->tops[class]);
}

/* Gives the `most` oldest blocks of a stack, or all, to the central list.
 * Returns how many were misuse. */
static size_t shed(struct vera_cache *cache, unsigned class, size_t most)
{
    void **top = cache->tops[class];
    size_t held = count(cache, class);
    size_t going = most < held ? most : held;
    if (going == 0) {
        return 0;
    }
    void **first = bottom(cache, class) - going;
    size_t refused = vera_central_give(class, first, going);
    memmove(top + going, top, (held - going) * sizeof *first);
    cache->tops[class] = top + going;
    return refused;
}

/* An empty stack; null when there is no memory. */
static void **begin_stack(unsigned level)
{
    if (level == 0) {
        return NO_STACK;
    }
    void **stack = vera_stack_take(level);
    if (stack != NULL) {
        stack[0] = VERA_CACHE_FULL;
        stack[1 + capacity_at(level)] = NULL;
    }
    return stack;
}

/* Gives a class a stack of another level, 0 for none, which has room for what
 * it holds. False when there is no memory; nothing has changed then. */
static bool resize(struct vera_cache *cache, unsigned class, unsigned level)
{
    unsigned old_level = cache->levels[class];
    size_t held = count(cache, class);
    void **stack = begin_stack(level);
    if (stack == NULL) {
        return false;
    }
    void **top = stack + 1 + capacity_at(level) - held;
    memcpy(top, cache->tops[class], held * sizeof *top);
    if (old_level > 0) {
        vera_stack_give(cache->stacks[class], old_level);
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

/* What the fast path of a thread is to see. In check mode that is an empty cache, made
 * together with the thread's own. */
static struct vera_cache *seen(struct vera_cache *cache)
{
    return vera_mode_is_check() ? cache + 1 : cache;
}

static struct vera_cache *make_new(void)
{
    struct vera_cache *cache =
        vera_record_new(vera_mode_is_check() ? 2 * sizeof *cache : sizeof *cache);
    if (cache == NULL) {
        return NULL;
    }
    *cache = *seen(cache) = vera_cache_none[VERA_CACHE_REASON_NEW];
    cache->own = seen(cache)->own = cache;
    vera_lock_take(&lock);
    cache->sibling = all;
    all = cache;
    vera_lock_drop(&lock);
    return cache;
}

static struct vera_cache *make(void)
{
    vera_lock_take(&lock);
    struct vera_cache *cache = unused;
    if (cache != NULL) {
        unused = cache->next;
    }
    vera_lock_drop(&lock);
    cache = cache != NULL ? cache : make_new();
    if (cache != NULL) {
        cache->emptied = vera_system_now();
    }
    return cache;
}

/* Empties a cache, and keeps it for another thread. */
static void retire(struct vera_cache *cache, enum vera_cache_reason reason)
{
    vera_thread_set_cache((struct vera_cache *)&vera_cache_none[reason]);
    vera_kept_drop(cache);
    for (unsigned class = 0; class < VERA_CLASS_COUNT; ++class) {
        shed(cache, class, SIZE_MAX);
    }
    vera_lock_take(&lock);
    cache->next = unused;
    unused = cache;
    vera_lock_drop(&lock);
}

/* What the key holds may be of another copy of the library: namespaces number keys each
 * for itself, and share what is kept under them. */
static void leave(void *of_any_copy)
{
    struct vera_cache *cache = vera_thread_cache()->own;
    (void)of_any_copy;
    if (cache != NULL) {
        retire(cache, VERA_CACHE_REASON_ENDED);
    }
}

static struct vera_cache *begin(void)
{
    struct vera_cache *cache = make();
    if (cache != NULL) {
        /* The thread has its cache before it is watched: to remember the watch,
         * the system may call an allocator, and that may be this one. */
        vera_thread_set_cache(seen(cache));
        if (!vera_thread_watch(cache, leave)) {
            retire(cache, VERA_CACHE_REASON_KEYLESS);
            cache = NULL;
        }
    }
    return cache;
}

struct vera_cache *vera_cache_own(void)
{
    struct vera_cache *cache = vera_thread_cache();
    if (cache->own != NULL) {
        return cache->own;
    }
    bool may_begin = cache == &vera_cache_none[VERA_CACHE_REASON_NEW] && !vera_watch_is_on();
    return may_begin ? begin() : NULL;
}

static void *take_one(unsigned class)
{
    void *block = NULL;
    vera_central_take(class, &block, 1);
    return block;
}

void *vera_cache_refill(unsigned class)
{
    struct vera_cache *cache = vera_cache_own();
    if (cache == NULL) {
        return take_one(class);
    }
    void *block = vera_cache_pop(cache, class);
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
    cache->tops[class] = end - taken;
    memmove(end - taken, end - batch, taken * sizeof *end);
    return vera_cache_pop(cache, class);
}

/* A pointer that was freed may be anything, even the mark: whether there is room
 * is asked of the numbers here, and not of the mark. */
size_t vera_cache_flush(unsigned class, void *block)
{
    struct vera_cache *cache = vera_cache_own();
    if (cache == NULL) {
        return vera_central_give(class, &block, 1);
    }
    size_t refused = 0;
    if (count(cache, class) == capacity(cache, class) && !grow(cache, class)) {
        refused = shed(cache, class, (capacity(cache, class) + 1) / 2);
    }
    if (count(cache, class) == capacity(cache, class)) {
        return refused + vera_central_give(class, &block, 1);
    }
    *--cache->tops[class] = block;
    return refused;
}

void vera_cache_empty(void)
{
    struct vera_cache *cache = vera_thread_cache()->own;
    if (cache == NULL) {
        return;
    }
    vera_kept_drop(cache);
    for (unsigned class = 0; class < VERA_CLASS_COUNT; ++class) {
        shed(cache, class, SIZE_MAX);
    }
}

void vera_cache_age(uint64_t now, uint64_t age)
{
    struct vera_cache *cache = vera_thread_cache()->own;
    if (cache == NULL || now - cache->emptied < age) {
        return;
    }
    cache->emptied = now;
    vera_kept_drop(cache);
    for (unsigned class = 0; class < VERA_CLASS_COUNT; ++class) {
        unsigned level = cache->levels[class];
        shed(cache, class, SIZE_MAX);
        if (level > 0) {
            resize(cache, class, level > FIRST_LEVEL ? level - 1 : 0);
        }
    }
}

size_t vera_cache_count(unsigned class)
{
    size_t blocks = 0;
    vera_lock_take(&lock);
    for (const struct vera_cache *cache = all; cache != NULL; cache = cache->sibling) {
        blocks += count(cache, class);
    }
    vera_lock_drop(&lock);
    return blocks;
}

size_t vera_cache_quarantined(void)
{
    size_t bytes = 0;
    vera_lock_take(&lock);
    for (const struct vera_cache *cache = all; cache != NULL; cache = cache->sibling) {
        bytes += atomic_load_explicit(&cache->quarantine.bytes, memory_order_relaxed);
    }
    vera_lock_drop(&lock);
    return bytes;
}

void vera_cache_each_lock(void (*act)(struct vera_lock *))
{
    act(&lock);
}
