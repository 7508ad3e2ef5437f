/* Leads to the side heap, and to what waits. */
#include "aside.h"

#include "class.h"
#include "fault.h"
#include "gate.h"
#include "large_cache.h"
#include "side.h"
#include "side_large.h"
#include "waiting.h"

/* In a child that may never enter, nothing would ever take it up. */
static void set_aside(struct vera_waiting one)
{
    if (!vera_gate_is_lost()) {
        vera_waiting_add(one);
    }
}

/* False, after a report, if the block is misuse; VERA_MISUSE_FOREIGN is not: then it is none of
 * the side heap's, and waits. */
static bool free_small(void *block, unsigned class, struct vera_waiting if_other)
{
    struct vera_faults faults = {.count = 1};
    struct vera_fault *fault = &faults.list[0];
    *fault = (struct vera_fault){.block = block, .class = class};
    fault->misuse = vera_side_give(block, class, &fault->actual);
    if (fault->misuse == VERA_MISUSE_FOREIGN) {
        set_aside(if_other);
        return true;
    }
    if (fault->misuse != VERA_MISUSE_NONE) {
        vera_faults_report(&faults);
        return false;
    }
    return true;
}

static bool free_large(void *block, size_t size, size_t align)
{
    struct vera_large_form actual;
    if (vera_side_give_large(block, size, align, &actual)) {
        return true;
    }
    if (actual.size > 0 || vera_side_has(block)) {
        vera_fault_report_large(block, size, align, actual);
        return false;
    }
    set_aside((struct vera_waiting){block, size, align, VERA_WAITING_BLOCK});
    return true;
}

bool vera_aside_free(void *block, size_t size, size_t align)
{
    unsigned class = vera_class_of(size, align);
    return class == VERA_CLASS_LARGE
               ? free_large(block, size, align)
               : free_small(block, class,
                            (struct vera_waiting){block, size, align, VERA_WAITING_BLOCK});
}

/* An alignment below a word's changes nothing for whole pages. */
void vera_aside_give_run(void *addr, size_t size, size_t align)
{
    struct vera_large_form actual;
    if (vera_side_large_find(addr) != VERA_SIDE_LARGE_NONE) {
        vera_side_large_give(addr, size, align, &actual);
        return;
    }
    align = align > VERA_CLASS_MIN_ALIGN ? align : VERA_CLASS_MIN_ALIGN;
    set_aside((struct vera_waiting){addr, size, align, VERA_WAITING_RUN});
}

void vera_aside_leave_cache(struct vera_cache *cache)
{
    for (unsigned class = 0; class < VERA_CLASS_COUNT; ++class) {
        void *block;
        while ((block = vera_cache_pop(cache, class)) != NULL) {
            free_small(
                block, class,
                (struct vera_waiting){block, class + 1, VERA_CLASS_MIN_ALIGN, VERA_WAITING_SLOT});
        }
    }
    size_t size;
    void *large = vera_large_cache_take_any(cache, &size);
    if (large != NULL) {
        set_aside((struct vera_waiting){large, size, VERA_CLASS_MIN_ALIGN, VERA_WAITING_BLOCK});
    }
    set_aside((struct vera_waiting){cache, 1, VERA_CLASS_MIN_ALIGN, VERA_WAITING_CACHE});
}
