/* The primitives for a VERA compiler's own runtime. Like the functions of the module they go
 * through the gate: below it, the library takes runs itself.
 */
#include "fork.h"
#include "gate.h"
#include "heap.h"
#include "side_large.h"
#include "start.h"
#include "system.h"

#include <errno.h> /* the numbers */
#include <vera/sys.h>

static void *take_run(size_t size, size_t align)
{
    vera_gate_come();
    struct vera_pass pass = vera_gate_enter();
    void *addr = vera_pass_is_good(pass) ? vera_system_take_run(size, align)
                                         : vera_side_large_take(size, align);
    vera_gate_leave(pass);
    return addr;
}

/* Starts the library, as the functions of the module do: a program may link the primitives alone,
 * and they need the fork handlers, too. */
static void *allocate(size_t size, size_t align)
{
    if (!vera_start()) {
        return NULL;
    }
    return vera_heap_serves(size, align) ? vera_heap_allocate(size) : take_run(size, align);
}

void *__vera_sys_alloc(int64_t size, int64_t align)
{
    if (size <= 0 || align <= 0 || (align & (align - 1)) != 0) {
        vera_error_set(EINVAL);
        return NULL;
    }
    struct vera_error before = vera_error_now();
    void *addr = (uint64_t)size <= PTRDIFF_MAX && (uint64_t)align <= PTRDIFF_MAX
                     ? allocate((size_t)size, (size_t)align)
                     : NULL;
    if (addr == NULL) {
        vera_error_set(ENOMEM);
        return NULL;
    }
    vera_error_restore(before);
    return addr;
}

static void give_run(void *addr, size_t size, size_t align)
{
    vera_gate_come();
    struct vera_pass pass = vera_gate_enter();
    bool aside = !vera_pass_is_good(pass) || vera_side_large_find(addr) != VERA_SIDE_LARGE_NONE;
    if (!aside) {
        vera_system_give_run(addr, size, align);
    }
    vera_gate_leave(pass);
    if (aside) {
        vera_fork_give_run_aside(addr, size, align);
    }
}

void __vera_sys_free(void *addr, int64_t size, int64_t align)
{
    if (addr == NULL) {
        return;
    }
    struct vera_error before = vera_error_now();
    if (vera_heap_serves((size_t)size, (size_t)align)) {
        vera_heap_free(addr);
    } else {
        give_run(addr, (size_t)size, (size_t)align);
    }
    vera_error_restore(before);
}
