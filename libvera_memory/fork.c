/* Shuts the gate, and opens it. */
#include "fork.h"

#include "check/block.h"
#include "gate.h"
#include "system.h"

#include <stdatomic.h>

/* A child may be forked after the system has the handlers, and before this library knows it. So
 * they tell that they are there. */
static atomic_bool are_there;

static void before(void)
{
    atomic_store_explicit(&are_there, true, memory_order_relaxed);
    vera_gate_shut();
}

static void after(void)
{
    vera_gate_open();
}

static void after_in_child(void)
{
    vera_check_block_forked();
    vera_gate_open_in_child();
}

bool vera_fork_register(void)
{
    return atomic_load_explicit(&are_there, memory_order_relaxed) ||
           vera_system_on_fork(before, after, after_in_child);
}
