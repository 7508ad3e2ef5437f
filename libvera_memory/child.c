/* By the number of the process. */
#include "child.h"

#include "system.h"

#include <stdatomic.h>
#include <stdint.h>

/* Twice the number of the process in which a fork last began, and 1: a child finds its parent's
 * there. Or the address of the child's thread that is in `begin`; it is even. */
static atomic_uintptr_t process = 1;

static atomic_uint generation = 1;

static uintptr_t own_process(void)
{
    return ((uintptr_t)vera_system_process() << 1) + 1;
}

unsigned vera_child_generation(void)
{
    return atomic_load(&generation);
}

void vera_child_expect(void)
{
    atomic_store(&process, own_process());
}

void vera_child_begin(void (*begin)(void))
{
    atomic_store(&process, (uintptr_t)vera_thread_self());
    atomic_fetch_add(&generation, 1);
    begin();
    atomic_store(&process, own_process());
}

bool vera_child_is_beginning(void)
{
    return atomic_load(&process) == (uintptr_t)vera_thread_self();
}

void vera_child_notice(void (*begin)(void))
{
    uintptr_t own = own_process();
    uintptr_t known = atomic_load(&process);
    for (unsigned turn = 0; known != own && !vera_child_is_beginning(); turn++) {
        if ((known & 1) != 0 &&
            atomic_compare_exchange_strong(&process, &known, (uintptr_t)vera_thread_self())) {
            vera_child_begin(begin);
            return;
        }
        vera_system_pause(turn);
        known = atomic_load(&process);
    }
}
