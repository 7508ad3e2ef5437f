/* Slabs by class: in use with room, and empty. Full slabs are in no list; the page map
 * finds them when a block of theirs comes back.
 */
#include "central.h"

#include "class.h"
#include "large.h"
#include "map.h"
#include "misuse.h"
#include "slab.h"
#include "watch.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <vera/sys.h>

struct list {
    struct vera_slab *head;
};

/* On a cache line of its own: neighbours are locked by other threads. */
struct central {
    _Alignas(64) struct vera_lock lock;
    struct list partial; /* some slots are free, and some are not */
    struct list empty;   /* all slots are free */
    struct vera_central_count count;
};

static struct central classes[VERA_CLASS_COUNT] = {
    [0 ... VERA_CLASS_COUNT - 1] = {.lock = VERA_LOCK_INIT},
};

/* Bytes in the empty slabs of all classes. */
static atomic_size_t idle;

static void push(struct list *list, struct vera_slab *slab)
{
    slab->previous = NULL;
    slab->next = list->head;
    if (list->head != NULL) {
        list->head->previous = slab;
    }
    list->head = slab;
}

static void unlink(struct list *list, struct vera_slab *slab)
{
    *(slab->previous != NULL ? &slab->previous->next : &list->head) = slab->next;
    if (slab->next != NULL) {
        slab->next->previous = slab->previous;
    }
}

static struct vera_slab *pop(struct list *list)
{
    struct vera_slab *slab = list->head;
    if (slab != NULL) {
        unlink(list, slab);
    }
    return slab;
}

/* A new slab among the empty ones. False when there is no memory; nothing is lost
 * then. */
static bool add_slab(unsigned class)
{
    struct central *central = &classes[class];
    size_t bytes = vera_slab_bytes(class);
    struct vera_slab *slab = vera_slab_new(class);
    if (slab == NULL) {
        return false;
    }
    void *run = __vera_sys_alloc((int64_t)bytes, 1);
    if (run == NULL || !vera_map_reserve(run, bytes)) {
        __vera_sys_free(run, (int64_t)bytes, 1);
        vera_slab_end(slab);
        return false;
    }
    vera_watch_hide(run, bytes);
    vera_lock_take(&central->lock);
    vera_slab_begin(slab, run);
    vera_map_set_slab(run, bytes, slab);
    push(&central->empty, slab);
    atomic_fetch_add_explicit(&idle, bytes, memory_order_relaxed);
    vera_lock_drop(&central->lock);
    return true;
}

/* A slab with a free slot, at the head of the partial ones; null if none is. */
static struct vera_slab *open_slab(unsigned class)
{
    struct central *central = &classes[class];
    if (central->partial.head == NULL) {
        struct vera_slab *slab = pop(&central->empty);
        if (slab != NULL) {
            atomic_fetch_sub_explicit(&idle, vera_slab_bytes(class), memory_order_relaxed);
            push(&central->partial, slab);
        }
    }
    return central->partial.head;
}

static size_t take_from_slabs(unsigned class, void **blocks, size_t count)
{
    struct central *central = &classes[class];
    size_t taken = 0;
    vera_lock_take(&central->lock);
    while (taken < count) {
        struct vera_slab *slab = open_slab(class);
        if (slab == NULL) {
            break;
        }
        taken += vera_slab_take(slab, blocks + taken, count - taken);
        if (slab->free == 0) {
            unlink(&central->partial, slab);
        }
    }
    central->count.out += taken;
    if (central->count.out > central->count.most) {
        central->count.most = central->count.out;
    }
    vera_lock_drop(&central->lock);
    return taken;
}

size_t vera_central_take(unsigned class, void **blocks, size_t count)
{
    for (;;) {
        size_t taken = take_from_slabs(class, blocks, count);
        /* A batch is not worth a slab of its own: what there is will do. */
        if (taken > 0 || !add_slab(class)) {
            return taken;
        }
    }
}

static void refile(struct central *central, struct vera_slab *slab)
{
    if (slab->free == 1) {
        push(&central->partial, slab); /* it was full; no slab has a single slot */
    } else if (slab->free == slab->slots) {
        unlink(&central->partial, slab);
        push(&central->empty, slab);
        atomic_fetch_add_explicit(&idle, vera_slab_bytes(slab->class), memory_order_relaxed);
    }
}

/* What is wrong with a pointer, and the class that it is of, if of another. */
struct fault {
    enum vera_misuse misuse;
    unsigned class;
};

/* Blocks that were freed one after the other often lie in one slab, so the last
 * one that was found saves most look-ups. */
static struct vera_map_entry find(const void *block, struct vera_slab *last)
{
    if (last != NULL && vera_slab_spans(last, block)) {
        return (struct vera_map_entry){.slab = last};
    }
    return vera_map_find(block);
}

/* Gives one block back; `slab` is set to the one it was in. */
static struct fault give_one(unsigned class, void *block, struct vera_slab **slab)
{
    struct fault fault = {VERA_MISUSE_NONE, class};
    struct vera_map_entry found = find(block, *slab);
    if (found.slab == NULL) {
        bool large = found.large != NULL && vera_large_is_live(found.large);
        fault.misuse = large ? VERA_MISUSE_LARGE : VERA_MISUSE_FOREIGN;
    } else if (found.slab->class != class) {
        fault.misuse = VERA_MISUSE_CLASS;
        fault.class = found.slab->class;
    } else {
        fault.misuse = vera_slab_give(found.slab, block);
    }
    if (fault.misuse == VERA_MISUSE_NONE) {
        *slab = found.slab;
        refile(&classes[class], found.slab);
    }
    return fault;
}

/* Gives blocks back up to one that is none. Returns how many it got through,
 * and in `fault` what is wrong with the next. */
static size_t give_while_sound(unsigned class, void *const *blocks, size_t count,
                               struct fault *fault)
{
    struct vera_slab *slab = NULL; /* not closed while the lock is held */
    size_t given = 0;
    vera_lock_take(&classes[class].lock);
    while (given < count) {
        *fault = give_one(class, blocks[given], &slab);
        if (fault->misuse != VERA_MISUSE_NONE) {
            break;
        }
        given++;
    }
    classes[class].count.out -= given;
    vera_lock_drop(&classes[class].lock);
    return given;
}

static const char *expected(enum vera_misuse misuse)
{
    switch (misuse) {
    case VERA_MISUSE_LARGE:
        return "the size of the large block there";
    case VERA_MISUSE_INTERIOR:
        return "the start of a block, not a place inside one";
    case VERA_MISUSE_DOUBLE:
        return "a block that was not freed before";
    default:
        return "an address that was allocated here";
    }
}

static void report(unsigned class, const void *block, struct fault fault)
{
    if (fault.misuse == VERA_MISUSE_CLASS) {
        vera_misuse_report("free(%p, %zu to %zu bytes): expected %zu to %zu bytes", block,
                           vera_class_least(class), vera_class_size(class),
                           vera_class_least(fault.class), vera_class_size(fault.class));
    } else {
        vera_misuse_report("free(%p, %zu to %zu bytes): expected %s", block,
                           vera_class_least(class), vera_class_size(class), expected(fault.misuse));
    }
}

/* Takes an empty slab out of its class, and its run out of the slab. Null when there is
 * none. */
static struct vera_slab *close_slab(struct central *central, unsigned class, void **run)
{
    struct vera_slab *slab = pop(&central->empty);
    if (slab != NULL) {
        *run = slab->start;
        atomic_fetch_sub_explicit(&idle, vera_slab_bytes(class), memory_order_relaxed);
        vera_map_set_slab(*run, vera_slab_bytes(class), NULL);
        slab->start = NULL;
    }
    return slab;
}

/* Closes empty slabs of a class while more than `most` bytes are in such slabs,
 * and passes their runs on. */
static void close_slabs(unsigned class, size_t most, void (*pass)(void *run, size_t bytes))
{
    struct central *central = &classes[class];
    struct vera_slab *slab;
    do {
        void *run;
        slab = NULL;
        vera_lock_take(&central->lock);
        if (atomic_load_explicit(&idle, memory_order_relaxed) > most) {
            slab = close_slab(central, class, &run);
        }
        vera_lock_drop(&central->lock);
        if (slab != NULL) {
            vera_slab_end(slab);
            vera_map_release(run, vera_slab_bytes(class));
            pass(run, vera_slab_bytes(class));
        }
    } while (slab != NULL);
}

static void free_run(void *run, size_t bytes)
{
    __vera_sys_free(run, (int64_t)bytes, 1);
}

size_t vera_central_give(unsigned class, void *const *blocks, size_t count)
{
    size_t refused = 0;
    for (size_t given = 0; given < count; given++) {
        struct fault fault;
        given += give_while_sound(class, blocks + given, count - given, &fault);
        if (given < count) {
            report(class, blocks[given], fault);
            refused++;
        }
    }
    if (atomic_load_explicit(&idle, memory_order_relaxed) > VERA_CENTRAL_IDLE) {
        close_slabs(class, VERA_CENTRAL_IDLE, free_run);
    }
    return refused;
}

void vera_central_release(void)
{
    for (unsigned class = 0; class < VERA_CLASS_COUNT; ++class) {
        close_slabs(class, 0, vera_system_discard);
    }
}

struct vera_central_count vera_central_count(unsigned class)
{
    vera_lock_take(&classes[class].lock);
    struct vera_central_count count = classes[class].count;
    vera_lock_drop(&classes[class].lock);
    return count;
}

void vera_central_each_lock(void (*act)(struct vera_lock *))
{
    for (unsigned class = 0; class < VERA_CLASS_COUNT; ++class) {
        act(&classes[class].lock);
    }
}
