/* Caches, and the threads that have them. */
#include "registry.h"

#include "annotate.h"
#include "aside.h"
#include "central_lists.h"
#include "class_table.h"
#include "gate.h"
#include "large_cache.h"
#include "loan.h"
#include "pool.h"

#define NO_STACK ((void **)vera_cache_no_stack)

const struct vera_cache vera_cache_none[] = {
    [0 ... VERA_CACHE_REASONS - 1] =
        {
            .tops = {[0 ... VERA_CLASS_COUNT - 1] = NO_STACK + 1},
            .classes = VERA_CLASS_TABLE,
            .room = VERA_CACHE_BYTES,
        },
};

VERA_THREAD_WORD((struct vera_cache *)&vera_cache_none[VERA_CACHE_REASON_NEW]);

static struct vera_pool records = VERA_POOL(sizeof(struct vera_cache));

static struct vera_lock lock = VERA_LOCK_INIT;
static struct vera_cache *unowned; /* of threads that ended: empty, with their stacks */
static struct vera_cache *all;

static struct vera_cache *make_cache(void)
{
    /* What lies in a cache at the end of the program is looked up in the lists. */
    struct vera_cache *cache = vera_central_lists_begin() ? vera_pool_take(&records) : NULL;
    if (cache == NULL) {
        return NULL;
    }
    *cache = vera_cache_none[VERA_CACHE_REASON_NEW];
    cache->own = cache;
    vera_lock(&lock);
    cache->sibling = all;
    all = cache;
    vera_unlock(&lock);
    return cache;
}

static struct vera_cache *take_cache(void)
{
    vera_lock(&lock);
    struct vera_cache *cache = unowned;
    if (cache != NULL) {
        unowned = cache->next;
    }
    vera_unlock(&lock);
    cache = cache != NULL ? cache : make_cache();
    if (cache != NULL) {
        cache->flushed = vera_system_now();
    }
    return cache;
}

static bool flush(struct vera_cache *cache, struct vera_faults *faults)
{
    vera_large_cache_flush(cache);
    return vera_cache_flush(cache, faults);
}

static void add_unowned(struct vera_cache *cache)
{
    vera_cache_retire(cache);
    vera_lock(&lock);
    cache->next = unowned;
    unowned = cache;
    vera_unlock(&lock);
}

/* Flushes a cache that no thread has, for another one. False if `faults` became full before
 * that was done. */
static bool give_cache(struct vera_cache *cache, struct vera_faults *faults)
{
    bool done = flush(cache, faults);
    if (done) {
        add_unowned(cache);
    }
    return done;
}

void vera_registry_take_up(struct vera_cache *cache)
{
    vera_cache_clear(cache);
    add_unowned(cache);
}

/* Takes the cache, if it has one, from the calling thread, which gets no other. */
static void leave_cache(struct vera_cache *cache)
{
    bool done = cache == NULL;
    vera_thread_set_cache((struct vera_cache *)&vera_cache_none[VERA_CACHE_REASON_BARRED]);
    while (!done) {
        struct vera_faults faults;
        vera_faults_begin(&faults);
        struct vera_pass pass = vera_gate_enter();
        if (!vera_pass_is_good(pass)) {
            vera_aside_leave_cache(cache);
            return;
        }
        done = give_cache(cache, &faults);
        vera_gate_leave(pass);
        vera_faults_report(&faults);
    }
}

void vera_registry_end_thread(void)
{
    leave_cache(vera_registry_own());
}

void vera_registry_begin_thread(void)
{
    vera_gate_come();
    if (vera_annotate_is_on()) {
        return;
    }
    struct vera_error before = vera_error_now();
    struct vera_pass pass = vera_gate_enter();
    struct vera_cache *cache = vera_pass_is_good(pass) ? take_cache() : NULL;
    vera_gate_leave(pass);
    if (cache != NULL) {
        /* The thread has its cache first, because the system may allocate to register its
         * end, and this library may be the allocator. */
        vera_thread_set_cache(cache);
        if (!vera_thread_watch(cache)) {
            leave_cache(cache);
        }
    }
    vera_error_restore(before);
}

void vera_registry_begin_child(void)
{
    const struct vera_cache *cache = vera_thread_cache()->own;
    vera_loan_begin_child(cache != NULL ? cache->borrowed : 0);
}

void vera_registry_flush_own(struct vera_faults *faults)
{
    struct vera_cache *cache = vera_thread_cache()->own;
    if (cache != NULL) {
        flush(cache, faults);
    }
}

void vera_registry_age_own(uint64_t now, uint64_t age, struct vera_faults *faults)
{
    struct vera_cache *cache = vera_thread_cache()->own;
    if (cache != NULL && now - cache->flushed >= age) {
        cache->flushed = now;
        if (flush(cache, faults)) {
            vera_cache_shrink(cache);
        }
    }
}

size_t vera_registry_count(unsigned class)
{
    size_t blocks = 0;
    vera_lock(&lock);
    for (const struct vera_cache *cache = all; cache != NULL; cache = cache->sibling) {
        blocks += vera_cache_count(cache, class);
    }
    vera_unlock(&lock);
    return blocks;
}
