/* The primitives on POSIX: mmap plus a free list of page runs.
 *
 * Runs that nobody uses are in one of two sets: warm, with their pages, and
 * cold, with their addresses alone. A request takes the smallest run that is
 * large enough, a warm one first, and else a new chunk. What is warm is bounded
 * by VERA_SYSTEM_IDLE and purged by age; what is cold goes back to the system
 * as soon as its neighbours make it as large as a chunk.
 */
#include "node.h"
#include "pages.h"
#include "run.h"

#include "system.h"

#include <errno.h>
#include <vera/sys.h>

#define CHUNK ((size_t)1 << 20)     /* one mmap for many runs; a larger request has its own */
#define MAX_ALIGN ((size_t)1 << 30) /* the largest huge page; nothing is known to ask for more */

static struct vera_lock lock = VERA_LOCK_INIT;
static struct vera_run_set warm;
static struct vera_run_set cold;
static size_t in_use; /* bytes handed out */
static size_t peak;   /* the most of that, lately */

static bool promise_nodes(void)
{
    for (;;) {
        vera_lock_take(&lock);
        bool enough = vera_node_promise();
        vera_lock_drop(&lock);
        if (enough) {
            return true;
        }
        struct vera_run *nodes = vera_node_make();
        if (nodes == NULL) {
            return false;
        }
        vera_lock_take(&lock);
        vera_node_add(nodes);
        vera_lock_drop(&lock);
    }
}

static void redeem_nodes(size_t count)
{
    vera_lock_take(&lock);
    vera_node_redeem(count);
    vera_lock_drop(&lock);
}

static void file(struct vera_run_set *set, struct vera_run *run)
{
    struct vera_run *joined;
    while ((joined = vera_run_join(set, run)) != NULL) {
        vera_node_give(joined);
    }
    vera_run_add(set, run);
}

static size_t round_up(size_t size, size_t unit)
{
    return (size + unit - 1) & ~(unit - 1);
}

/* The most bytes that may be warm now. A program's use goes up and down, and a page
 * that goes and comes costs more than all else here: so what its latest peak needed
 * is kept, and a sixth on top for what does not fit, but never more than is in
 * use, so that little is left to a program that has freed nearly all. */
static size_t most_warm(void)
{
    size_t rest = peak + peak / VERA_SYSTEM_IDLE_SHARE - in_use;
    size_t most = rest < in_use ? rest : in_use;
    return most > VERA_SYSTEM_IDLE ? most : VERA_SYSTEM_IDLE;
}

/* Takes `size` bytes at a multiple of `align` out of a run that is in no set,
 * and files what is left on both sides. */
static void *carve(struct vera_run_set *set, struct vera_run *run, size_t size, size_t align)
{
    uintptr_t addr = (run->addr + align - 1) & ~(uintptr_t)(align - 1);
    size_t before = addr - run->addr;
    size_t after = run->size - before - size;
    uint64_t since = run->since;
    vera_node_give(run);
    in_use += size;
    peak = in_use > peak ? in_use : peak;
    if (before > 0) {
        file(set, vera_node_take(addr - before, before, since));
    }
    if (after > 0) {
        file(set, vera_node_take(addr + size, after, since));
    }
    return (void *)addr;
}

static void *take_idle(size_t size, size_t align, size_t room)
{
    void *addr = NULL;
    vera_lock_take(&lock);
    struct vera_run_set *set = &warm;
    struct vera_run *run = vera_run_find(set, room);
    if (run == NULL) {
        set = &cold;
        run = vera_run_find(set, room);
    }
    if (run != NULL) {
        vera_run_remove(set, run);
        addr = carve(set, run, size, align);
    }
    vera_lock_drop(&lock);
    return addr;
}

/* Unmaps the cold runs of at least `least` bytes, while the system lets it. */
static void unmap_cold(size_t least)
{
    bool done = true;
    while (done) {
        vera_lock_take(&lock);
        struct vera_run *run = vera_run_find(&cold, least);
        if (run != NULL) {
            vera_run_remove(&cold, run);
        }
        vera_lock_drop(&lock);
        if (run == NULL) {
            return;
        }
        done = vera_pages_unmap((void *)run->addr, run->size);
        vera_lock_take(&lock);
        if (done) {
            vera_node_give(run);
        } else {
            file(&cold, run);
        }
        vera_lock_drop(&lock);
    }
}

/* Gives back a run that is in no set: whole if it has `least` bytes, and else
 * its pages, and files its addresses. False when the system refuses; the run is
 * warm then, to be tried again. */
static bool cool(struct vera_run *run, size_t least)
{
    if (run->size >= least && vera_pages_unmap((void *)run->addr, run->size)) {
        vera_lock_take(&lock);
        vera_node_give(run);
        vera_lock_drop(&lock);
        return true;
    }
    bool dropped = vera_pages_drop((void *)run->addr, run->size);
    vera_lock_take(&lock);
    file(dropped ? &cold : &warm, run);
    vera_lock_drop(&lock);
    unmap_cold(CHUNK);
    return dropped;
}

static struct vera_run *take_oldest(size_t most, uint64_t now, uint64_t age)
{
    struct vera_run *run = warm.oldest;
    if (run == NULL) {
        return NULL;
    }
    /* Another thread's clock may have been read later than this one's. */
    uint64_t idle = now > run->since ? now - run->since : 0;
    size_t excess = warm.bytes > most ? warm.bytes - most : 0;
    if (excess == 0 && idle < age) {
        return NULL;
    }
    vera_run_remove(&warm, run);
    /* Of one large run that is too much and not too old, only the end goes. */
    size_t piece = round_up(excess, CHUNK);
    if (idle < age && piece < run->size && vera_node_is_spare()) {
        vera_run_add(&warm, vera_node_take(run->addr, run->size - piece, run->since));
        run->addr += run->size - piece;
        run->size = piece;
    }
    return run;
}

/* Cools warm runs, oldest first: what is too much, and what has been idle for
 * `age` milliseconds. */
static void purge(uint64_t now, uint64_t age)
{
    struct vera_run *run;
    do {
        vera_lock_take(&lock);
        run = take_oldest(most_warm(), now, age);
        vera_lock_drop(&lock);
    } while (run != NULL && cool(run, CHUNK));
}

/* The same for what is too much, however long it has been idle. */
static void trim(void)
{
    purge(0, UINT64_MAX);
}

static void *take_new(size_t size, size_t align, size_t room)
{
    size_t mapped = room < CHUNK ? CHUNK : room;
    void *start = vera_pages_map(mapped);
    if (start == NULL && mapped > room) {
        mapped = room;
        start = vera_pages_map(mapped);
    }
    if (start == NULL) {
        return NULL;
    }
    vera_lock_take(&lock);
    void *addr = carve(&cold, vera_node_take((uintptr_t)start, mapped, 0), size, align);
    vera_lock_drop(&lock);
    if (align > CHUNK) {
        unmap_cold(CHUNK); /* the ends, which hold no more than addresses */
    }
    return addr;
}

static void *allocate(size_t size, size_t align)
{
    size_t room = size + (align - vera_system_page()); /* holds an aligned run wherever it lies */
    if (room < size || room > PTRDIFF_MAX || !promise_nodes()) {
        return NULL;
    }
    void *addr = take_idle(size, align, room);
    if (addr == NULL) {
        addr = take_new(size, align, room);
    }
    redeem_nodes(addr != NULL ? VERA_NODE_PROMISE - 1 : VERA_NODE_PROMISE);
    trim();
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
        size_t boundary = (size_t)align < page ? page : (size_t)align;
        addr = allocate(round_up((size_t)size, page), boundary);
    }
    errno = addr != NULL ? saved : ENOMEM;
    return addr;
}

/* A run that came back, or that was idle, as a node in no set. */
static struct vera_run *returned(void *addr, size_t size, uint64_t since)
{
    vera_lock_take(&lock);
    vera_node_redeem(1);
    in_use -= size;
    struct vera_run *run = vera_node_take((uintptr_t)addr, size, since);
    vera_lock_drop(&lock);
    return run;
}

/* Files a run as warm. Not one that is so large that nearly all else would have
 * to go for it. */
static bool keep(struct vera_run *run)
{
    vera_lock_take(&lock);
    bool kept = run->size <= most_warm() / 2;
    if (kept) {
        file(&warm, run);
    }
    vera_lock_drop(&lock);
    return kept;
}

void __vera_sys_free(void *addr, int64_t size, int64_t align)
{
    if (addr == NULL) {
        return;
    }
    int saved = errno;
    uint64_t now = vera_system_now();
    struct vera_run *run = returned(addr, round_up((size_t)size, vera_system_page()), now);
    if ((size_t)align > CHUNK) {
        cool(run, 1); /* its neighbours went when it came, so it would stay alone */
    } else if (!keep(run)) {
        cool(run, CHUNK);
    }
    trim();
    errno = saved;
}

void vera_system_discard(void *addr, size_t size)
{
    int saved = errno;
    cool(returned(addr, round_up(size, vera_system_page()), 0), CHUNK);
    errno = saved;
}

void vera_system_purge(uint64_t now, uint64_t age)
{
    int saved = errno;
    vera_lock_take(&lock);
    peak -= (peak - in_use) / 2;
    vera_lock_drop(&lock);
    purge(now, age);
    errno = saved;
}

void vera_system_release(void)
{
    int saved = errno;
    purge(0, 0);
    unmap_cold(1);
    errno = saved;
}

void vera_system_each_lock(void (*act)(struct vera_lock *))
{
    act(&lock);
}
