/* One block a thread. Once taken, it is a block like all
 * others, which any thread may free; its record remains a record, so the cache may ask it
 * first whether a block that comes back is the same one.
 */
#include "large_cache.h"

void *vera_large_cache_take(size_t size, size_t align)
{
    struct vera_cache *cache = vera_thread_cache();
    struct vera_large *large = cache->large;
    void *block = large != NULL ? vera_large_reuse(large, size, align) : NULL;
    if (block != NULL) {
        cache->large = NULL;
        cache->taken_large = large;
    }
    return block;
}

static bool may_put(size_t bytes)
{
    return bytes <= VERA_CACHE_LARGE;
}

static void put(struct vera_cache *cache, struct vera_large *large, size_t bytes)
{
    cache->large = large;
    cache->taken_large = NULL;
    cache->large_bytes = bytes;
}

bool vera_large_cache_try_give(void *block, uint64_t size, uint64_t align)
{
    struct vera_cache *cache = vera_thread_cache();
    struct vera_large *taken = cache->taken_large;
    if (taken == NULL || !vera_large_try_claim(taken, block, size, align)) {
        return false;
    }
    size_t bytes = vera_large_bytes(taken);
    if (!may_put(bytes)) {
        vera_large_unclaim(taken);
        return false;
    }
    put(cache, taken, bytes);
    return true;
}

bool vera_large_cache_give(struct vera_cache *cache, void *block, size_t size, size_t align,
                           struct vera_large_form *actual)
{
    struct vera_large *large = vera_large_claim(block, size, align, actual);
    if (large == NULL) {
        return false;
    }
    size_t bytes = vera_large_bytes(large);
    if (cache != NULL) {
        vera_large_cache_flush(cache);
    }
    if (cache != NULL && may_put(bytes)) {
        put(cache, large, bytes);
    } else {
        vera_large_free(large);
    }
    return true;
}

void *vera_large_cache_take_any(struct vera_cache *cache, size_t *size)
{
    struct vera_large *large = cache->large;
    if (large == NULL) {
        return NULL;
    }
    *size = vera_large_bytes(large);
    cache->large = NULL;
    return vera_large_reuse(large, *size, VERA_CLASS_MIN_ALIGN);
}

void vera_large_cache_flush(struct vera_cache *cache)
{
    if (cache->large != NULL) {
        vera_large_free(cache->large);
        cache->large = NULL;
    }
}
