/* One block a thread, within the bound of its cache. Once taken, it is a block like all
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
        cache->room += cache->large_bytes;
    }
    return block;
}

static void put(struct vera_cache *cache, struct vera_large *large)
{
    size_t bytes = vera_large_bytes(large);
    if (bytes > cache->room || bytes > VERA_CACHE_BYTES / 2) {
        /* A free that worked leaves the errors alone, and free_miss has not noted them yet. */
        struct vera_error before = vera_error_now();
        vera_large_free(large);
        vera_error_restore(before);
        return;
    }
    cache->large = large;
    cache->taken_large = NULL;
    cache->large_bytes = bytes;
    cache->room -= bytes;
}

bool vera_large_cache_try_give(void *block, uint64_t size, uint64_t align)
{
    struct vera_cache *cache = vera_thread_cache();
    struct vera_large *taken = cache->taken_large;
    if (taken == NULL || !vera_large_try_claim(taken, block, size, align)) {
        return false;
    }
    put(cache, taken);
    return true;
}

bool vera_large_cache_give(struct vera_cache *cache, void *block, size_t size, size_t align,
                           struct vera_large_form *actual)
{
    struct vera_large *large = vera_large_claim(block, size, align, actual);
    if (large == NULL) {
        return false;
    }
    if (cache == NULL) {
        vera_large_free(large);
        return true;
    }
    vera_large_cache_flush(cache);
    put(cache, large);
    return true;
}

void vera_large_cache_flush(struct vera_cache *cache)
{
    if (cache->large != NULL) {
        cache->room += cache->large_bytes;
        vera_large_free(cache->large);
        cache->large = NULL;
    }
}
