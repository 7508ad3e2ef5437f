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
    vera_slab_open(slab, run);
    vera_map_set_slab(run, bytes, slab);
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
        taken += vera_slab_take(slab, blocks + taken, count - taken);
        if (slab->free == 0) {
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

static void refile(struct vera_central_lists *lists, struct vera_slab *slab)
{
    if (slab->free == 1) {
        vera_list_push(&lists->partial, &slab->link); /* it was full; no slab has a single slot */
    } else if (slab->free == slab->slots) {
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

/* Finds the slab of a block, if it is one of the class. Blocks that are freed one after the other
 * often lie in one slab, so trying the slab of the class that was found last saves most look-ups.
 */
static enum vera_misuse find(const void *block, unsigned class, struct vera_slab *last,
                             struct vera_slab **slab)
{
    *slab = last;
    if (last != NULL && vera_slab_spans(last, block)) {
        return VERA_MISUSE_NONE;
    }
    struct vera_map_entry found = vera_map_find(block);
    *slab = found.slab;
    return misuse_of(found, class);
}

/* Takes blocks back up to the first that is misuse. Returns how many, and in `fault` what
 * is wrong with the next. */
static size_t give_batch(unsigned class, void *const *blocks, size_t count,
                         struct vera_fault *fault)
{
    struct vera_central_lists *lists = vera_central_lists_find(class);
    if (lists == NULL) { /* there is no slab yet */
        fault->misuse = misuse_of(vera_map_find(blocks[0]), class);
        fault->actual = class;
        return 0;
    }
    struct vera_slab *slab = NULL, *last = NULL; /* stay open while the lock is held */
    size_t given = 0;
    vera_lock(&lists->lock);
    while (given < count) {
        enum vera_misuse misuse = find(blocks[given], class, last, &slab);
        if (misuse == VERA_MISUSE_NONE) {
            misuse = vera_slab_give(slab, blocks[given]);
        }
        if (misuse != VERA_MISUSE_NONE) {
            fault->misuse = misuse;
            fault->actual = slab != NULL ? slab->class : class;
            break;
        }
        last = slab;
        refile(lists, slab);
        given++;
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
        vera_map_set_slab(*run, vera_slab_bytes(class), NULL);
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
            fault->block = blocks[done++];
            fault->class = class;
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

void vera_central_judge(unsigned class, const void *block, struct vera_slab **last,
                        struct vera_fault *fault)
{
    struct vera_slab *slab;
    enum vera_misuse misuse = find(block, class, *last, &slab);
    if (misuse == VERA_MISUSE_NONE) {
        misuse = vera_slab_judge(slab, block);
        *last = slab;
    }
    if (misuse == VERA_MISUSE_FOREIGN && vera_side_has(block)) {
        misuse = VERA_MISUSE_NONE;
    }
    unsigned actual = slab != NULL ? slab->class : class;
    *fault = (struct vera_fault){block, misuse, class, actual};
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
