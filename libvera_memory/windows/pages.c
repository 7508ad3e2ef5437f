/* VirtualAlloc and VirtualFree. */
#include "pages.h"

#include "heap.h"

#include <stdatomic.h>
#include <stdint.h>
#include <windows.h>

static size_t known(atomic_size_t *known, DWORD (*ask)(const SYSTEM_INFO *))
{
    size_t size = atomic_load_explicit(known, memory_order_relaxed);
    if (size == 0) {
        SYSTEM_INFO info;
        GetSystemInfo(&info);
        size = ask(&info);
        atomic_store_explicit(known, size, memory_order_relaxed);
    }
    return size;
}

static DWORD page_of(const SYSTEM_INFO *info)
{
    return info->dwPageSize;
}

static DWORD granule_of(const SYSTEM_INFO *info)
{
    return info->dwAllocationGranularity;
}

size_t vera_system_page(void)
{
    static atomic_size_t page;
    return known(&page, page_of);
}

size_t vera_pages_granule(void)
{
    static atomic_size_t granule;
    return known(&granule, granule_of);
}

static size_t in_units(size_t size, size_t unit)
{
    return (size + unit - 1) & ~(unit - 1);
}

size_t vera_system_in_pages(size_t size)
{
    return in_units(size, vera_system_page());
}

size_t vera_system_in_runs(size_t size)
{
    return in_units(size, vera_pages_granule());
}

/* Calls that fail count, too. */
static atomic_size_t maps, unmaps, advices, mapped;

static void count(atomic_size_t *counter)
{
    atomic_fetch_add_explicit(counter, 1, memory_order_relaxed);
}

static void *allocate(void *addr, size_t size, DWORD how, DWORD access)
{
    count(&maps);
    return VirtualAlloc(addr, size, how, access);
}

static bool release(void *addr)
{
    count(&unmaps);
    return VirtualFree(addr, 0, MEM_RELEASE) != 0;
}

/* A part of a reservation cannot be released. So a reservation that is large enough finds a
 * place and is released whole, and then the place is reserved. Another thread may take the
 * place in between, but not many times in a row. */
static void *map_aligned(size_t size, size_t align)
{
    enum { TRIES = 100 };
    size_t room = size + (align - vera_pages_granule());
    for (unsigned tries = 0; tries < TRIES && room > size; tries++) {
        char *hole = allocate(NULL, room, MEM_RESERVE, PAGE_NOACCESS);
        if (hole == NULL || !release(hole)) {
            return NULL;
        }
        uintptr_t place = in_units((uintptr_t)hole, align);
        void *addr = allocate((void *)place, size, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
        if (addr != NULL || GetLastError() != ERROR_INVALID_ADDRESS) {
            return addr;
        }
    }
    return NULL;
}

void *vera_pages_map(size_t size, size_t align)
{
    void *addr = align <= vera_pages_granule()
                     ? allocate(NULL, size, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE)
                     : map_aligned(size, align);
    if (addr != NULL) {
        atomic_fetch_add_explicit(&mapped, size, memory_order_relaxed);
    }
    return addr;
}

bool vera_pages_unmap(void *addr, size_t size)
{
    if (!release(addr)) {
        return false;
    }
    atomic_fetch_sub_explicit(&mapped, size, memory_order_relaxed);
    return true;
}

struct vera_system_count vera_pages_count(void)
{
    return (struct vera_system_count){
        .mapped = atomic_load_explicit(&mapped, memory_order_relaxed),
        .maps = atomic_load_explicit(&maps, memory_order_relaxed),
        .unmaps = atomic_load_explicit(&unmaps, memory_order_relaxed),
        .advices = atomic_load_explicit(&advices, memory_order_relaxed),
        .heaps = vera_heap_calls(),
    };
}

/* Extents come from the heap, which aligns to less than a page. */
void *vera_system_new_extent(size_t size)
{
    size_t page = vera_system_page();
    char *addr = vera_heap_allocate_zeroed(size + page);
    return addr != NULL ? addr + (in_units((uintptr_t)addr, page) - (uintptr_t)addr) : NULL;
}

/* Reset and not decommitted: using the pages again must not need a call that may fail. */
bool vera_system_purge_extent(void *addr, size_t size)
{
    count(&advices);
    return VirtualAlloc(addr, size, MEM_RESET, PAGE_READWRITE) != NULL;
}

void *vera_system_map_guarded(size_t size)
{
    size_t whole = size + vera_system_page();
    char *addr = allocate(NULL, whole, MEM_RESERVE, PAGE_NOACCESS);
    if (addr == NULL) {
        return NULL;
    }
    atomic_fetch_add_explicit(&mapped, whole, memory_order_relaxed);
    if (allocate(addr, size, MEM_COMMIT, PAGE_READWRITE) == NULL) {
        vera_system_unmap_guarded(addr, size);
        return NULL;
    }
    return addr;
}

void *vera_system_map(size_t size)
{
    return vera_pages_map(size, 1);
}

bool vera_system_unmap(void *addr, size_t size)
{
    return vera_pages_unmap(addr, size);
}

bool vera_system_seal(void *addr, size_t size)
{
    count(&unmaps);
    return VirtualFree(addr, size, MEM_DECOMMIT) != 0;
}

bool vera_system_unmap_guarded(void *addr, size_t size)
{
    return vera_pages_unmap(addr, size + vera_system_page());
}
