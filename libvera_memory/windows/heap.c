/* HeapCreate, HeapAlloc and HeapFree. */
#include "heap.h"

#include <stdatomic.h>
#include <windows.h>

static atomic_size_t calls;

/* Made at the first use. Of two threads that make one at once, one gives its own up. */
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

static void *take(size_t size, DWORD flags)
{
    HANDLE from = heap();
    atomic_fetch_add_explicit(&calls, 1, memory_order_relaxed);
    return from != NULL ? HeapAlloc(from, flags, size) : NULL;
}

void *vera_heap_take(size_t size)
{
    return take(size, 0);
}

void *vera_heap_take_zeroed(size_t size)
{
    return take(size, HEAP_ZERO_MEMORY);
}

void vera_heap_give(void *addr)
{
    if (addr != NULL) {
        atomic_fetch_add_explicit(&calls, 1, memory_order_relaxed);
        HeapFree(heap(), 0, addr);
    }
}

size_t vera_heap_calls(void)
{
    return atomic_load_explicit(&calls, memory_order_relaxed);
}
