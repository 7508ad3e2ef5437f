/* Caches come and go with their threads. */
#include "caches.h"

#include "class_table.h"
#include "kept.h"
#include "mode.h"
#include "record.h"
#include "watch.h"

#define NO_STACK ((void **)vera_cache_no_stack)

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

static void empty(struct vera_cache *cache)
{
    vera_kept_drop(cache);
    vera_cache_empty(cache);
}

/* Empties a cache, and keeps it for another thread. */
static void retire(struct vera_cache *cache, enum vera_cache_reason reason)
{
    vera_thread_set_cache((struct vera_cache *)&vera_cache_none[reason]);
    empty(cache);
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

struct vera_cache *vera_caches_own(void)
{
    struct vera_cache *cache = vera_thread_cache();
    if (cache->own != NULL) {
        return cache->own;
    }
    bool may_begin = cache == &vera_cache_none[VERA_CACHE_REASON_NEW] && !vera_watch_is_on();
    return may_begin ? begin() : NULL;
}

void vera_caches_empty_own(void)
{
    struct vera_cache *cache = vera_thread_cache()->own;
    if (cache != NULL) {
        empty(cache);
    }
}

void vera_caches_age_own(uint64_t now, uint64_t age)
{
    struct vera_cache *cache = vera_thread_cache()->own;
    if (cache != NULL && now - cache->emptied >= age) {
        cache->emptied = now;
        empty(cache);
        vera_cache_shrink(cache);
    }
}

size_t vera_caches_count(unsigned class)
{
    size_t blocks = 0;
    vera_lock_take(&lock);
    for (const struct vera_cache *cache = all; cache != NULL; cache = cache->sibling) {
        blocks += vera_cache_count(cache, class);
    }
    vera_lock_drop(&lock);
    return blocks;
}

size_t vera_caches_quarantined(void)
{
    size_t bytes = 0;
    vera_lock_take(&lock);
    for (const struct vera_cache *cache = all; cache != NULL; cache = cache->sibling) {
        bytes += atomic_load_explicit(&cache->quarantine.bytes, memory_order_relaxed);
    }
    vera_lock_drop(&lock);
    return bytes;
}

void vera_caches_each_lock(void (*act)(struct vera_lock *))
{
    act(&lock);
}
