/* A span is a slab of records: a bitmap outside it says which are in use, and the lowest free
 * one is taken, so that the pages in use stay few.
 */
#include "pool.h"

#include <stdatomic.h>

#define WORD 64u

/* The most idle spans of a pool that stay warm. */
#define MOST_WARM 2u

static _Atomic(struct vera_pool *) pools; /* those that have a span */

/* A span with a free record, among the partial ones; null when there is none. */
static struct vera_span *open_span(struct vera_pool *pool)
{
    if (pool->partial.head == NULL) {
        struct vera_link *link = vera_list_pop(&pool->warm);
        pool->warm_count -= link != NULL;
        link = link != NULL ? link : vera_list_pop(&pool->cold);
        if (link != NULL) {
            vera_list_push(&pool->partial, link);
        }
    }
    return (struct vera_span *)pool->partial.head;
}

/* Bits past the last record are never taken, because a bit lies before them for each free
 * one. */
static void *take(struct vera_pool *pool)
{
    struct vera_span *span = open_span(pool);
    if (span == NULL) {
        return NULL;
    }
    while (~span->used[span->first] == 0) {
        span->first++;
    }
    unsigned bit = (unsigned)__builtin_ctzll(~span->used[span->first]);
    span->used[span->first] |= (uint64_t)1 << bit;
    span->free--;
    if (span->free == 0) {
        vera_list_remove(&pool->partial, &span->link);
    }
    return span->start + (span->first * WORD + bit) * (size_t)pool->size;
}

static void enlist(struct vera_pool *pool)
{
    pool->next = atomic_load_explicit(&pools, memory_order_relaxed);
    while (!atomic_compare_exchange_weak(&pools, &pool->next, pool)) {
    }
}

/* The lock is held. */
static void add_span(struct vera_pool *pool, struct vera_span *span)
{
    span->records = (uint32_t)(vera_arena_bytes(span) / pool->size);
    span->free = span->records;
    vera_list_push(&pool->cold, &span->link);
    if (!pool->is_listed) {
        pool->is_listed = true;
        enlist(pool);
    }
}

void *vera_pool_take(struct vera_pool *pool)
{
    struct vera_span *span = NULL;
    void *record;
    do {
        vera_lock(&pool->lock);
        if (span != NULL) {
            add_span(pool, span);
        }
        record = take(pool);
        vera_unlock(&pool->lock);
    } while (record == NULL && (span = vera_arena_take_span()) != NULL);
    return record;
}

/* Whole pages of a span. Its first one may be the extent's, too. */
static bool purge_span(const struct vera_span *span)
{
    char *end = span->start + vera_arena_bytes(span);
    char *page = end - (vera_arena_bytes(span) & ~(vera_system_page() - 1));
    return page == end || vera_system_purge_extent(page, (size_t)(end - page));
}

/* Purges idle spans while more than `most` are warm, until the system refuses. */
static void purge(struct vera_pool *pool, size_t most)
{
    bool purged = true;
    vera_lock(&pool->lock);
    while (purged && pool->warm_count > most) {
        struct vera_link *link = vera_list_pop(&pool->warm);
        pool->warm_count--;
        vera_unlock(&pool->lock);
        purged = purge_span((struct vera_span *)link);
        vera_lock(&pool->lock);
        vera_list_push(purged ? &pool->cold : &pool->warm, link);
        pool->warm_count += !purged;
    }
    vera_unlock(&pool->lock);
}

/* Makes a record free. Returns whether more spans are warm than may be. The lock is held. */
static bool give(struct vera_pool *pool, void *record)
{
    struct vera_span *span = vera_arena_find_span(record);
    size_t number = (size_t)((char *)record - span->start) / pool->size;
    uint32_t word = (uint32_t)(number / WORD);
    span->used[word] &= ~((uint64_t)1 << number % WORD);
    span->first = word < span->first ? word : span->first;
    if (span->free++ == 0) {
        vera_list_push(&pool->partial, &span->link);
    }
    if (span->free == span->records) {
        vera_list_remove(&pool->partial, &span->link);
        vera_list_push(&pool->warm, &span->link);
        pool->warm_count++;
    }
    return pool->warm_count > MOST_WARM;
}

void vera_pool_give(struct vera_pool *pool, void *record)
{
    vera_lock(&pool->lock);
    bool surplus = give(pool, record);
    vera_unlock(&pool->lock);
    if (surplus) {
        purge(pool, MOST_WARM);
    }
}

void vera_pool_purge(void)
{
    struct vera_pool *pool = atomic_load_explicit(&pools, memory_order_acquire);
    for (; pool != NULL; pool = pool->next) {
        purge(pool, 0);
    }
}
