/* Slabs by class: partial ones and empty ones. Full slabs are in no list; the page map finds
 * them when one of their blocks comes back.
 */
#include "central.h"

#include "annotate.h"
#include "central_lists.h"
#include "class.h"
#include "large.h"
#include "map.h"
#include "side.h"
#include "slab.h"

#include <stdatomic.h>
#include <stdbool.h>

/* Bytes in the empty slabs of all classes. */
static atomic_size_t idle;

/* Adds a new slab to the empty ones. False when there is no memory; nothing is lost then. */
static bool add_slab(struct vera_central_lists *lists, unsigned class)
{
    size_t bytes = vera_slab_bytes(class);
    struct vera_slab *slab = vera_slab_take_record(class);
    if (slab == NULL) {
        return false;
    }
    void *run = vera_system_take_run(bytes, 1);
    if (run == NULL || !vera_map_reserve(run, bytes)) {
        vera_system_refuse(run, bytes, 1);
        vera_slab_give_record(slab);
        return false;
    }
    vera_annotate_inaccessible(run, bytes);
    vera_lock(&lists->lock);
    lists->slots = vera_slab_slots(class);
    vera_slab_open(slab, run);
    vera_map_set_slab(run, bytes, slab, class);
    vera_list_push(&lists->empty, &slab->link);
    atomic_fetch_add_explicit(&idle, bytes, memory_order_relaxed);
    vera_unlock(&lists->lock);
    return true;
}

/* The first partial slab, after moving an empty one there if need be; null when there is
 * none. */
static struct vera_slab *partial_slab(struct vera_central_lists *lists, unsigned class)
{
    if (lists->partial.head == NULL) {
        struct vera_link *link = vera_list_pop(&lists->empty);
        if (link != NULL) {
            atomic_fetch_sub_explicit(&idle, vera_slab_bytes(class), memory_order_relaxed);
            vera_list_push(&lists->partial, link);
        }
    }
    return (struct vera_slab *)lists->partial.head;
}

static size_t take_batch(struct vera_central_lists *lists, unsigned class, void **blocks,
                         size_t count)
{
    size_t taken = 0;
    vera_lock(&lists->lock);
    while (taken < count) {
        struct vera_slab *slab = partial_slab(lists, class);
        if (slab == NULL) {
            break;
        }
        taken += vera_slab_take(slab, lists->slots, blocks + taken, count - taken);
        if (slab->full) {
            vera_list_remove(&lists->partial, &slab->link);
        }
    }
    lists->count.out += taken;
    if (lists->count.out > lists->count.most) {
        lists->count.most = lists->count.out;
    }
    vera_unlock(&lists->lock);
    return taken;
}

size_t vera_central_take(unsigned class, void **blocks, size_t count)
{
    if (!vera_central_lists_begin()) {
        return 0;
    }
    struct vera_central_lists *lists = vera_central_lists_find(class);
    for (;;) {
        size_t taken = take_batch(lists, class, blocks, count);
        /* A batch need not be full: that is not worth a new slab. */
        if (taken > 0 || !add_slab(lists, class)) {
            return taken;
        }
    }
}

/* Moves a slab whose countdown is over to its new list. */
static __attribute__((noinline)) void refile(struct vera_central_lists *lists,
                                             struct vera_slab *slab)
{
    if (slab->full) {
        slab->full = false;
        slab->countdown = (uint16_t)(lists->slots - 1); /* no slab has a single slot */
        vera_list_push(&lists->partial, &slab->link);
    } else {
        vera_list_remove(&lists->partial, &slab->link);
        vera_list_push(&lists->empty, &slab->link);
        atomic_fetch_add_explicit(&idle, vera_slab_bytes(slab->class), memory_order_relaxed);
    }
}

/* What the page map alone shows to be wrong. */
static enum vera_misuse misuse_of(struct vera_map_entry found, unsigned class)
{
    if (found.slab == NULL) {
        bool large = found.large != NULL && vera_large_is_live(found.large);
        return large ? VERA_MISUSE_LARGE : VERA_MISUSE_FOREIGN;
    }
    return found.slab->class != class ? VERA_MISUSE_CLASS : VERA_MISUSE_NONE;
}

/* What is wrong with taking a block back. The class's lock is held, unless there is no slab yet. */
static struct vera_fault judge(unsigned class, const void *block)
{
    struct vera_map_entry found = vera_map_find(block);
    enum vera_misuse misuse = misuse_of(found, class);
    if (misuse == VERA_MISUSE_NONE) {
        misuse = vera_slab_judge(found.slab, block);
    }
    unsigned actual = found.slab != NULL ? found.slab->class : class;
    return (struct vera_fault){block, misuse, class, actual};
}

/* Takes blocks back up to the first that is misuse, which may be anything. Returns how many. The
 * class's lock is held. */
static size_t give_locked(struct vera_central_lists *lists, unsigned class, void *const *blocks,
                          size_t count)
{
    const struct vera_slab_shape shape = vera_slab_shapes[class]; /* in registers */
    const size_t slots = lists->slots;
    struct vera_map_near near = VERA_MAP_NOWHERE;
    void *const *at = blocks;
    for (void *const *end = blocks + count; at < end; at++) {
        struct vera_slab *slab = vera_map_find_slab(&near, *at, class);
        if (__builtin_expect(slab == NULL, 0) || !vera_slab_give(slab, &shape, slots, *at)) {
            break;
        }
        if (__builtin_expect(--slab->countdown == 0, 0)) {
            refile(lists, slab);
        }
    }
    return (size_t)(at - blocks);
}

/* Takes blocks back up to the first that is misuse. Returns how many, and in `fault` what
 * is wrong with the next. */
static size_t give_batch(unsigned class, void *const *blocks, size_t count,
                         struct vera_fault *fault)
{
    struct vera_central_lists *lists = vera_central_lists_find(class);
    if (lists == NULL) {
        *fault = judge(class, blocks[0]);
        return 0;
    }
    vera_lock(&lists->lock);
    size_t given = give_locked(lists, class, blocks, count);
    if (given < count) {
        *fault = judge(class, blocks[given]);
    }
    lists->count.out -= given;
    vera_unlock(&lists->lock);
    return given;
}

/* Takes an empty slab out of its class, and its run out of the slab. Null when there is no
 * such slab. */
static struct vera_slab *close_slab(struct vera_central_lists *lists, unsigned class, void **run)
{
    struct vera_slab *slab = (struct vera_slab *)vera_list_pop(&lists->empty);
    if (slab != NULL) {
        *run = vera_slab_close(slab);
        atomic_fetch_sub_explicit(&idle, vera_slab_bytes(class), memory_order_relaxed);
        vera_map_set_slab(*run, vera_slab_bytes(class), NULL, class);
    }
    return slab;
}

/* Closes empty slabs of a class while all empty slabs together have more than `most` bytes,
 * and gives their runs to `give_run`. */
static void close_slabs(unsigned class, size_t most, void (*give_run)(void *run, size_t bytes))
{
    struct vera_central_lists *lists = vera_central_lists_find(class);
    while (atomic_load_explicit(&idle, memory_order_relaxed) > most) {
        void *run;
        vera_lock(&lists->lock);
        struct vera_slab *slab = close_slab(lists, class, &run);
        vera_unlock(&lists->lock);
        if (slab == NULL) {
            return;
        }
        vera_slab_give_record(slab);
        vera_map_unreserve(run, vera_slab_bytes(class));
        give_run(run, vera_slab_bytes(class));
    }
}

static void give_warm(void *run, size_t bytes)
{
    vera_system_give_run(run, bytes, 1);
}

/* A block that the page map does not know may be one that was taken while another thread
 * forked. */
static void ask_side_heap(struct vera_fault *fault)
{
    if (fault->misuse == VERA_MISUSE_FOREIGN) {
        fault->misuse = vera_side_give(fault->block, fault->class, &fault->actual);
    }
}

size_t vera_central_give(unsigned class, void *const *blocks, size_t count,
                         struct vera_faults *faults)
{
    size_t done = 0;
    while (done < count && !vera_faults_are_full(faults)) {
        struct vera_fault *fault = &faults->list[faults->count];
        done += give_batch(class, blocks + done, count - done, fault);
        if (done < count) {
            done++;
            ask_side_heap(fault);
            faults->count += fault->misuse != VERA_MISUSE_NONE;
        }
    }
    if (atomic_load_explicit(&idle, memory_order_relaxed) > VERA_CENTRAL_IDLE) {
        close_slabs(class, VERA_CENTRAL_IDLE, give_warm);
    }
    return done;
}

bool vera_central_try_lock(unsigned class)
{
    struct vera_central_lists *lists = vera_central_lists_find(class);
    return lists != NULL && vera_try_lock(&lists->lock);
}

void vera_central_unlock(unsigned class)
{
    vera_unlock(&vera_central_lists_find(class)->lock);
}

struct vera_fault vera_central_judge(unsigned class, const void *block)
{
    struct vera_fault fault = judge(class, block);
    if (fault.misuse == VERA_MISUSE_FOREIGN && vera_side_has(block)) {
        fault.misuse = VERA_MISUSE_NONE;
    }
    return fault;
}

void vera_central_purge(void)
{
    for (unsigned class = 0; class < VERA_CLASS_COUNT && vera_central_lists_find(class) != NULL;
         ++class) {
        close_slabs(class, 0, vera_system_purge_run);
    }
}

struct vera_central_count vera_central_count(unsigned class)
{
    struct vera_central_lists *lists = vera_central_lists_find(class);
    struct vera_central_count count = {0};
    if (lists != NULL) {
        vera_lock(&lists->lock);
        count = lists->count;
        vera_unlock(&lists->lock);
    }
    return count;
}
