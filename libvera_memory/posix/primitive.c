/* The primitives on POSIX: mmap plus a free list of page runs.
 *
 * A request takes an idle run, or else a new mapping. What is warm is bounded by
 * VERA_SYSTEM_IDLE and purged by age; what is cold goes back to the system when it
 * is more than what is in use.
 */
#include "node.h"
#include "pages.h"
#include "retained.h"

#include "system.h"

#include <errno.h>
#include <vera/sys.h>

#define MAX_ALIGN ((size_t)1 << 30) /* the largest huge page; nothing is known to ask for more */

static struct vera_lock lock = VERA_LOCK_INIT;
static struct vera_retained retained;

/* Unmaps the cold runs that are surplus, or all, while the system lets it. */
static void unmap_cold(bool all)
{
    bool done = true;
    while (done) {
        vera_lock_take(&lock);
        struct vera_run *run = vera_retained_next_cold(&retained, all);
        vera_lock_drop(&lock);
        if (run == NULL) {
            return;
        }
        done = vera_pages_unmap((void *)run->addr, run->size);
        vera_lock_take(&lock);
        if (done) {
            vera_node_give(run);
        } else {
            vera_retained_cold(&retained, run);
        }
        vera_lock_drop(&lock);
    }
}

enum cooling { DROP, UNMAP };

/* Gives the pages of a run in no set back, and files its addresses; or gives them
 * back, too. What the system refuses is tried the other way: it may lack a mapping
 * for the hole, or the pages may be locked. False when it refuses both; the run is
 * warm then, to be tried again. */
static bool cool(struct vera_run *run, enum cooling how)
{
    void *addr = (void *)run->addr;
    bool unmapped = how == UNMAP && vera_pages_unmap(addr, run->size);
    bool dropped = !unmapped && vera_pages_drop(addr, run->size);
    unmapped = unmapped || (!dropped && vera_pages_unmap(addr, run->size));
    vera_lock_take(&lock);
    if (unmapped) {
        vera_node_give(run);
    } else if (dropped) {
        vera_retained_cold(&retained, run);
    } else {
        vera_retained_warm(&retained, run);
    }
    vera_lock_drop(&lock);
    return unmapped || dropped;
}

/* Gives the pages of nodes back, but those of `most` regions. */
static void drop_nodes(size_t most)
{
    struct vera_region *region;
    bool dropped = true;
    vera_lock_take(&lock);
    while (dropped && (region = vera_node_next_idle(most)) != NULL) {
        vera_lock_drop(&lock);
        dropped = vera_region_drop(region);
        vera_lock_take(&lock);
        vera_node_return(region, dropped);
    }
    vera_lock_drop(&lock);
}

/* Cools warm runs: what is too much, and what has been idle for `age`
 * milliseconds. */
static void purge(uint64_t now, uint64_t age)
{
    struct vera_run *run;
    do {
        vera_lock_take(&lock);
        run = vera_retained_next_warm(&retained, now, age);
        vera_lock_drop(&lock);
    } while (run != NULL && cool(run, DROP));
    unmap_cold(false);
    drop_nodes(VERA_REGION_IDLE);
}

/* Drops the lock, and gives back what is too much, however long it has been idle. */
static void leave(void)
{
    bool surplus = vera_retained_is_surplus(&retained);
    vera_lock_drop(&lock);
    if (surplus) {
        purge(0, UINT64_MAX);
    }
}

/* Takes the lock, with the nodes promised that handing out a run takes. False,
 * without the lock, when there is no memory for them. */
static bool enter(void)
{
    vera_lock_take(&lock);
    while (!vera_node_promise()) {
        vera_lock_drop(&lock);
        struct vera_region *region = vera_region_new();
        if (region == NULL) {
            return false;
        }
        vera_lock_take(&lock);
        vera_node_add(region);
    }
    return true;
}

/* The lock is held, but not during the system calls. */
static void *take_new(size_t size, size_t align, size_t room)
{
    size_t mapped = vera_retained_mapping(&retained, room);
    vera_lock_drop(&lock);
    void *start = vera_pages_map(mapped);
    if (start == NULL && mapped > room) {
        mapped = room;
        start = vera_pages_map(mapped);
    }
    vera_lock_take(&lock);
    return start != NULL ? vera_retained_take_new(&retained, start, mapped, size, align) : NULL;
}

static void *allocate(size_t size, size_t align)
{
    size_t room = size + (align - vera_system_page()); /* holds an aligned run wherever it lies */
    if (room < size || room > PTRDIFF_MAX || !enter()) {
        return NULL;
    }
    size_t warm = retained.warm.bytes;
    void *addr = vera_retained_take(&retained, size, align, room);
    bool cold = addr != NULL && warm - retained.warm.bytes < size;
    if (addr == NULL) {
        addr = take_new(size, align, room);
    }
    vera_node_redeem(addr != NULL ? VERA_NODE_PROMISE - 1 : VERA_NODE_PROMISE);
    leave();
    if (cold) {
        vera_pages_reuse(addr, size);
    }
    return addr;
}

void *__vera_sys_alloc(int64_t size, int64_t align)
{
    if (size <= 0 || align <= 0 || (align & (align - 1)) != 0) {
        errno = EINVAL;
        return NULL;
    }
    int saved = errno;
    void *addr = NULL;
    size_t page = vera_system_page();
    if ((uint64_t)size <= PTRDIFF_MAX && (uint64_t)align <= MAX_ALIGN) {
        addr = allocate(vera_system_in_pages((size_t)size),
                        (size_t)align < page ? page : (size_t)align);
    }
    errno = addr != NULL ? saved : ENOMEM;
    return addr;
}

void __vera_sys_free(void *addr, int64_t size, int64_t align)
{
    if (addr == NULL) {
        return;
    }
    int saved = errno;
    uint64_t now = vera_system_now();
    /* Of the neighbours of one with a larger alignment, the large ones may have gone when
     * it came. What is left is too small for a chunk, and would stay for good. */
    bool alone = (size_t)align > VERA_CHUNK;
    vera_lock_take(&lock);
    struct vera_run *run =
        vera_retained_return(&retained, addr, vera_system_in_pages((size_t)size), now);
    bool kept = !alone && vera_retained_keeps(&retained, run);
    if (alone) {
        vera_retained_widen(&retained, run);
    } else if (kept) {
        vera_retained_warm(&retained, run);
    }
    leave();
    if (!kept) {
        cool(run, alone ? UNMAP : DROP);
        unmap_cold(false);
    }
    errno = saved;
}

void vera_system_discard(void *addr, size_t size)
{
    int saved = errno;
    vera_lock_take(&lock);
    struct vera_run *run = vera_retained_return(&retained, addr, vera_system_in_pages(size), 0);
    vera_lock_drop(&lock);
    cool(run, DROP);
    unmap_cold(false);
    errno = saved;
}

void vera_system_purge(uint64_t now, uint64_t age)
{
    int saved = errno;
    vera_lock_take(&lock);
    vera_retained_forget(&retained);
    vera_lock_drop(&lock);
    purge(now, age);
    drop_nodes(0);
    errno = saved;
}

void vera_system_release(void)
{
    int saved = errno;
    purge(0, 0);
    unmap_cold(true);
    drop_nodes(0);
    errno = saved;
}

struct vera_system_count vera_system_count(void)
{
    struct vera_system_count count = vera_pages_count();
    vera_lock_take(&lock);
    count.in_use = retained.in_use;
    count.warm = retained.warm.bytes;
    count.cold = retained.cold.bytes;
    vera_lock_drop(&lock);
    return count;
}

void vera_system_each_lock(void (*act)(struct vera_lock *))
{
    act(&lock);
}
