/* Shuts the gate, opens it, and takes up what waited meanwhile. */
#include "fork.h"

#include "aside.h"
#include "central.h"
#include "class.h"
#include "fault.h"
#include "gate.h"
#include "large_cache.h"
#include "registry.h"
#include "side_small.h"
#include "system.h"
#include "waiting.h"

#include <stdatomic.h>

static vera_fork_free *free_in_check; /* null in fast mode */

/* What is wrong with what waited. */
struct found {
    struct vera_faults faults;
    bool large;
    struct vera_large_form actual;
};

static void give_class(void *block, unsigned class, struct found *found)
{
    vera_central_give(class, &block, 1, &found->faults);
}

static void give_block(void *block, size_t size, size_t align, struct found *found)
{
    unsigned class = vera_class_of(size, align);
    if (class == VERA_CLASS_LARGE) {
        found->large = !vera_large_cache_give(NULL, block, size, align, &found->actual);
    } else {
        give_class(block, class, found);
    }
}

static void give(struct vera_waiting one, struct found *found)
{
    switch (one.kind) {
    case VERA_WAITING_BLOCK:
        give_block(one.addr, one.size, one.align, found);
        break;
    case VERA_WAITING_RUN:
        vera_system_give_run(one.addr, one.size, one.align);
        break;
    case VERA_WAITING_SLOT:
        give_class(one.addr, (unsigned)one.size - 1, found);
        break;
    case VERA_WAITING_CACHE:
        vera_registry_take_up(one.addr);
        break;
    }
}

static void report(struct vera_waiting one, struct found *found)
{
    vera_faults_report(&found->faults);
    if (found->large) {
        vera_fault_report_large(one.addr, one.size, one.align, found->actual);
    }
}

/* Takes up one thing that waits. False when there is none, or the gate is shut. Check mode frees
 * it as if the program did now: outside the gate. */
static bool take_up_one(bool accuses)
{
    struct vera_waiting one;
    struct found found = {.large = false};
    struct vera_pass pass = vera_gate_enter();
    bool taken = vera_pass_is_good(pass) && vera_waiting_take(&one);
    bool check = taken && free_in_check != NULL && one.kind == VERA_WAITING_BLOCK;
    if (taken && !check) {
        give(one, &found);
    }
    vera_gate_leave(pass);
    if (check && accuses) {
        free_in_check(one.addr, one.size, one.align);
    } else if (taken && !check && accuses) {
        report(one, &found);
    }
    return taken;
}

static void take_up(bool accuses)
{
    while (take_up_one(accuses)) {
    }
}

/* What is left aside when another thread has just ended its fork must not stay there. */
static void take_up_if_open(void)
{
    if (!vera_gate_is_shut()) {
        take_up(true);
    }
}

bool vera_fork_free_aside(void *block, size_t size, size_t align)
{
    bool sound = vera_aside_free(block, size, align);
    take_up_if_open();
    return sound;
}

void vera_fork_give_run_aside(void *addr, size_t size, size_t align)
{
    vera_aside_give_run(addr, size, align);
    take_up_if_open();
}

void vera_fork_end_thread(void)
{
    struct vera_error error = vera_error_now();
    vera_registry_end_thread();
    take_up_if_open();
    vera_error_restore(error);
}

/* A child may be forked after the system has the handlers, and before this library knows it. So
 * they tell that they are there. */
static atomic_bool are_there;

/* A thread that is the only one to use the library leaves nothing aside. */
static void before(void)
{
    struct vera_error error = vera_error_now();
    atomic_store_explicit(&are_there, true, memory_order_relaxed);
    vera_gate_shut();
    if (vera_gate_is_shared()) {
        /* Without memory for it, the child may not recognise a block that it finds. */
        (void)vera_side_small_reserve();
        take_up(true);
    }
    vera_error_restore(error);
}

static void after(void)
{
    struct vera_error error = vera_error_now();
    vera_gate_open();
    take_up(true);
    vera_error_restore(error);
}

/* What the child finds waiting is what other threads of its parent freed, and its pages were not
 * all copied at the same moment: nobody is accused of what is wrong with it. In check mode, which
 * would, it is left alone. */
static void after_in_child(void)
{
    struct vera_error error = vera_error_now();
    vera_gate_open_in_child();
    vera_registry_begin_child();
    take_up(false);
    vera_error_restore(error);
}

bool vera_fork_exclude_others(void)
{
    return vera_gate_shut_at_end();
}

/* In this order, because afterwards they may hold locks. */
void vera_fork_admit_others(void)
{
    take_up(true);
    vera_gate_open();
}

bool vera_fork_register(vera_fork_free *of_mode)
{
    free_in_check = of_mode;
    return atomic_load_explicit(&are_there, memory_order_relaxed) ||
           vera_system_on_fork(before, after, after_in_child);
}
