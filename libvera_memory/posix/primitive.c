/* The primitives on POSIX: mmap plus a free list of page runs.
 *
 * A request takes an idle run, or else a new mapping. Warm runs are bounded by
 * VERA_SYSTEM_IDLE and purged by age; cold runs are released when they exceed what is in use.
 */
#include "pages.h"
#include "retained.h"
#include "run_record.h"

#include "system.h"

#include <errno.h>
#include <vera/sys.h>

#define MAX_ALIGN ((size_t)1 << 30) /* the largest huge page: no program needs more */

#define ADDRESSES_ARE_FEW (UINTPTR_MAX <= UINT32_MAX)

static struct vera_lock lock = VERA_LOCK_INIT;
static struct vera_retained retained;

/* Releases the surplus of cold runs, or all of them, until the system refuses. */
static void release_cold(bool all)
{
    bool done = true;
    while (done) {
        vera_lock(&lock);
        struct vera_run *run = vera_retained_next_to_release(&retained, all);
        vera_unlock(&lock);
        if (run == NULL) {
            return;
        }
        done = vera_pages_unmap((void *)run->addr, run->size);
        vera_lock(&lock);
        if (done) {
            vera_run_record_give(run);
        } else {
            vera_retained_add_cold(&retained, run);
        }
        vera_unlock(&lock);
    }
}

enum ending { PURGE, RELEASE };

/* Purges or releases a run that is in no set; a purged one becomes cold. When the system
 * refuses one, the other is tried: it may lack a mapping for the hole, or the pages may be
 * locked. False when it refuses both; the run is warm then, to be tried again. */
static bool end_run(struct vera_run *run, enum ending how)
{
    void *addr = (void *)run->addr;
    bool released = how == RELEASE && vera_pages_unmap(addr, run->size);
    bool purged = !released && vera_pages_purge(addr, run->size);
    released = released || (!purged && vera_pages_unmap(addr, run->size));
    vera_lock(&lock);
    if (released) {
        vera_run_record_give(run);
    } else if (purged) {
        vera_retained_add_cold(&retained, run);
    } else {
        vera_retained_add_warm(&retained, run);
    }
    vera_unlock(&lock);
    return released || purged;
}

/* Purges the pages of records until at most `most` idle extents of them are warm. */
static void purge_records(size_t most)
{
    struct vera_extent *extent;
    bool purged = true;
    vera_lock(&lock);
    while (purged && (extent = vera_run_record_take_idle_extent(most)) != NULL) {
        vera_unlock(&lock);
        purged = vera_record_purge_extent(extent);
        vera_lock(&lock);
        vera_run_record_give_extent(extent, purged);
    }
    vera_unlock(&lock);
}

/* Purges warm runs: the surplus, and those that have been idle for `age` milliseconds. */
static void purge(uint64_t now, uint64_t age)
{
    struct vera_run *run;
    do {
        vera_lock(&lock);
        run = vera_retained_next_to_purge(&retained, now, age);
        vera_unlock(&lock);
    } while (run != NULL && end_run(run, PURGE));
    release_cold(false);
    purge_records(VERA_RECORD_IDLE);
}

/* Unlocks, and gives up the surplus, however long it has been idle. */
static void unlock_and_purge(void)
{
    bool surplus = vera_retained_is_surplus(&retained);
    vera_unlock(&lock);
    if (surplus) {
        purge(0, UINT64_MAX);
    }
}

/* Locks, and reserves the records that handing out a run takes. False, with nothing locked,
 * when there is no memory for them. */
static bool lock_with_records(void)
{
    vera_lock(&lock);
    while (!vera_run_record_reserve()) {
        vera_unlock(&lock);
        struct vera_extent *extent = vera_record_new_extent();
        if (extent == NULL) {
            return false;
        }
        vera_lock(&lock);
        vera_run_record_add_extent(extent);
    }
    return true;
}

/* The lock is held, except during the system calls. */
static void *take_new(size_t size, size_t align, size_t room)
{
    size_t mapped = vera_retained_mapping(&retained, room);
    vera_unlock(&lock);
    void *start = vera_pages_map(mapped);
    if (start == NULL && mapped > room) {
        mapped = room;
        start = vera_pages_map(mapped);
    }
    vera_lock(&lock);
    return start != NULL ? vera_retained_take_new(&retained, start, mapped, size, align) : NULL;
}

/* Bytes that hold an aligned run wherever they lie; 0 when no object can be as large. */
static size_t room_for(size_t size, size_t align)
{
    size_t skipped = align > vera_system_page() ? align - vera_system_page() : 0;
    return size <= PTRDIFF_MAX && align <= MAX_ALIGN && size + skipped <= PTRDIFF_MAX
               ? size + skipped
               : 0;
}

static void *allocate(size_t size, size_t align)
{
    size_t room = room_for(size, align);
    if (room == 0 || !lock_with_records()) {
        return NULL;
    }
    size_t warm = retained.warm.bytes;
    void *addr = vera_retained_take(&retained, size, align, room);
    bool cold = addr != NULL && warm - retained.warm.bytes < size;
    if (addr == NULL) {
        addr = take_new(size, align, room);
    }
    vera_run_record_unreserve(addr != NULL ? VERA_RUN_RECORD_RESERVE - 1 : VERA_RUN_RECORD_RESERVE);
    unlock_and_purge();
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
    /* The large cold runs beside a run of a larger alignment may have been released when it
     * was mapped. What is left of its mapping is smaller than a chunk, and would stay for
     * good. */
    bool over_aligned = (size_t)align > VERA_CHUNK;
    vera_lock(&lock);
    struct vera_run *run =
        vera_retained_take_back(&retained, addr, vera_system_in_pages((size_t)size), now);
    bool retain = !over_aligned && vera_retained_may_retain(&retained, run);
    if (over_aligned) {
        vera_retained_join_cold(&retained, run);
    } else if (retain) {
        vera_retained_add_warm(&retained, run);
    }
    unlock_and_purge();
    if (!retain) {
        end_run(run, over_aligned ? RELEASE : PURGE);
        release_cold(false);
    }
    errno = saved;
}

void vera_system_purge_run(void *addr, size_t size)
{
    int saved = errno;
    vera_lock(&lock);
    struct vera_run *run = vera_retained_take_back(&retained, addr, vera_system_in_pages(size), 0);
    vera_unlock(&lock);
    end_run(run, PURGE);
    release_cold(false);
    errno = saved;
}

void vera_system_purge_idle(uint64_t now, uint64_t age)
{
    int saved = errno;
    vera_lock(&lock);
    vera_retained_decay(&retained);
    vera_unlock(&lock);
    purge(now, age);
    purge_records(0);
    errno = saved;
}

void vera_system_release_idle(void)
{
    int saved = errno;
    purge(0, 0);
    release_cold(true);
    purge_records(0);
    errno = saved;
}

/* Whether the system has that many bytes. If it does not take them back, they become cold; true
 * if there is no memory for the records of that. */
static bool can_map(size_t size)
{
    if (!lock_with_records()) {
        return true;
    }
    vera_unlock(&lock);
    void *addr = vera_pages_map(size);
    bool stays = addr != NULL && !vera_pages_unmap(addr, size);
    vera_lock(&lock);
    if (stays) {
        vera_retained_add_cold(&retained, vera_run_record_take((uintptr_t)addr, size, 0));
    }
    vera_run_record_unreserve(VERA_RUN_RECORD_RESERVE - stays);
    vera_unlock(&lock);
    return addr != NULL;
}

bool vera_system_could_fit(size_t size, size_t align, size_t more)
{
    size_t room = room_for(vera_system_in_pages(size), align);
    struct vera_system_count count = vera_system_count();
    size_t released = count.warm + count.cold + vera_system_in_pages(more);
    if (room == 0) {
        return false;
    }
    return ADDRESSES_ARE_FEW || room <= released || can_map(room - released) ||
           !can_map(vera_system_page());
}

struct vera_system_count vera_system_count(void)
{
    struct vera_system_count count = vera_pages_count();
    vera_lock(&lock);
    count.in_use = retained.in_use;
    count.warm = retained.warm.bytes;
    count.cold = retained.cold.bytes;
    vera_unlock(&lock);
    return count;
}
