/* One block a thread, within the bound of its cache. While it is lent it is a block
 * like all others, and may be freed by anybody; its record stays a record, so that it
 * may be asked first whether a block is the one.
 */
#include "kept.h"

void *vera_kept_take(size_t size, size_t align)
{
    struct vera_cache *cache = vera_thread_cache();
    struct vera_large *kept = cache->kept;
    void *block = kept != NULL ? vera_large_revive(kept, size, align) : NULL;
    if (block != NULL) {
        cache->kept = NULL;
        cache->lent = kept;
        cache->room += cache->kept_bytes;
    }
    return block;
}

static void keep(struct vera_cache *cache, struct vera_large *large)
{
    size_t bytes = vera_large_bytes(large);
    if (bytes > cache->room || bytes > VERA_CACHE_BYTES / 2) {
        vera_large_release(large);
        return;
    }
    cache->kept = large;
    cache->lent = NULL;
    cache->kept_bytes = bytes;
    cache->room -= bytes;
}

bool vera_kept_retake(void *block, uint64_t size, uint64_t align)
{
    struct vera_cache *cache = vera_thread_cache();
    struct vera_large *lent = cache->lent;
    if (lent == NULL || !vera_large_reclaim(lent, block, size, align)) {
        return false;
    }
    keep(cache, lent);
    return true;
}

void vera_kept_give(struct vera_cache *cache, struct vera_large *large)
{
    if (cache == NULL) {
        vera_large_release(large);
        return;
    }
    vera_kept_drop(cache);
    keep(cache, large);
}

void vera_kept_drop(struct vera_cache *cache)
{
    if (cache->kept != NULL) {
        cache->room += cache->kept_bytes;
        vera_large_release(cache->kept);
        cache->kept = NULL;
    }
}
