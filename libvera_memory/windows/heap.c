/* HeapCreate, HeapAlloc and HeapFree. */
#include "heap.h"

#include "system.h"

#include <stdatomic.h>
#include <windows.h>

static atomic_size_t calls;

/* Created at the first use. If two threads create one at the same time, one of them destroys
 * its own. */
static HANDLE heap(void)
{
    static _Atomic(HANDLE) made;
    HANDLE known = atomic_load_explicit(&made, memory_order_acquire);
    if (known != NULL) {
        return known;
    }
    HANDLE heap = HeapCreate(0, 0, 0);
    if (heap == NULL || atomic_compare_exchange_strong(&made, &known, heap)) {
        return heap;
    }
    HeapDestroy(heap);
    return known;
}

bool vera_heap_serves(size_t size, size_t align)
{
    return size < vera_system_in_runs(1) && align <= VERA_HEAP_ALIGN;
}

void *vera_heap_allocate(size_t size)
{
    struct vera_error before = vera_error_now();
    HANDLE from = heap();
    atomic_fetch_add_explicit(&calls, 1, memory_order_relaxed);
    void *addr = from != NULL ? HeapAlloc(from, 0, size) : NULL;
    vera_error_restore(before);
    return addr;
}

void vera_heap_free(void *addr)
{
    if (addr != NULL) {
        struct vera_error before = vera_error_now();
        atomic_fetch_add_explicit(&calls, 1, memory_order_relaxed);
        HeapFree(heap(), 0, addr);
        vera_error_restore(before);
    }
}

size_t vera_heap_calls(void)
{
    return atomic_load_explicit(&calls, memory_order_relaxed);
}
