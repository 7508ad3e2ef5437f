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

static size_t granule(void)
{
    static atomic_size_t size;
    return known(&size, granule_of);
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
    return in_units(size, granule());
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

static bool release(void *addr, size_t size, DWORD how)
{
    count(&unmaps);
    return VirtualFree(addr, size, how) != 0;
}

/* What is not committed costs nothing, however small it is, and takes no mapping. */
const struct vera_pages_facts vera_pages_facts = {
    .is_divisible = false,
    .least_sealed = 1,
    .most_sealed = SIZE_MAX,
};

/* The system finds a place for any alignment. */
size_t vera_pages_room(size_t size, size_t align)
{
    (void)align;
    return size;
}

/* Reserves `size` bytes at a multiple of `align`. A part of a reservation cannot be released. So
 * one that is large enough finds a place and is released whole, and then the place is reserved.
 * Another thread may take the place in between, but not many times in a row. */
static void *reserve_aligned(size_t size, size_t align, DWORD how, DWORD access)
{
    enum { TRIES = 100 };
    size_t room = size + (align - granule());
    for (unsigned tries = 0; tries < TRIES && room > size; tries++) {
        char *hole = allocate(NULL, room, MEM_RESERVE, PAGE_NOACCESS);
        if (hole == NULL || !release(hole, 0, MEM_RELEASE)) {
            return NULL;
        }
        void *addr = allocate((void *)in_units((uintptr_t)hole, align), size, how, access);
        if (addr != NULL || GetLastError() != ERROR_INVALID_ADDRESS) {
            return addr;
        }
    }
    return NULL;
}

static void *reserve(size_t size, size_t align, DWORD how, DWORD access)
{
    struct vera_error before = vera_error_now();
    void *addr = align <= granule() ? allocate(NULL, size, how, access)
                                    : reserve_aligned(size, align, how, access);
    vera_error_restore(before);
    if (addr != NULL) {
        atomic_fetch_add_explicit(&mapped, size, memory_order_relaxed);
    }
    return addr;
}

void *vera_pages_map(size_t size, size_t align)
{
    return reserve(size, align, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
}

void *vera_pages_reserve(size_t size, size_t align)
{
    return reserve(size, align, MEM_RESERVE, PAGE_NOACCESS);
}

bool vera_pages_seal(void *addr, size_t size)
{
    struct vera_error before = vera_error_now();
    bool done = release(addr, size, MEM_DECOMMIT);
    vera_error_restore(before);
    return done;
}

enum vera_unsealing vera_pages_unseal(void *addr, size_t size)
{
    struct vera_error before = vera_error_now();
    bool done = allocate(addr, size, MEM_COMMIT, PAGE_READWRITE) != NULL;
    vera_error_restore(before);
    return done ? VERA_PAGES_UNSEALED : VERA_PAGES_STILL_SEALED;
}

/* Reset, and not decommitted as the sealed ones: the pages stay the process's own. */
bool vera_pages_purge(void *addr, size_t size)
{
    struct vera_error before = vera_error_now();
    count(&advices);
    bool done = VirtualAlloc(addr, size, MEM_RESET, PAGE_READWRITE) != NULL;
    vera_error_restore(before);
    return done;
}

void vera_pages_reuse(void *addr, size_t size)
{
    (void)addr;
    (void)size;
}

bool vera_pages_unmap(void *addr, size_t size)
{
    struct vera_error before = vera_error_now();
    bool done = release(addr, 0, MEM_RELEASE);
    if (done) {
        atomic_fetch_sub_explicit(&mapped, size, memory_order_relaxed);
    }
    vera_error_restore(before);
    return done;
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

void *vera_system_map_extent(void)
{
    char *extent = reserve(VERA_EXTENT, VERA_EXTENT, MEM_RESERVE, PAGE_NOACCESS);
    if (extent != NULL && allocate(extent + VERA_GUARD, VERA_EXTENT - 2 * VERA_GUARD, MEM_COMMIT,
                                   PAGE_READWRITE) == NULL) {
        (void)vera_pages_unmap(extent, VERA_EXTENT);
        return NULL;
    }
    return extent;
}

/* Reset and not decommitted: using the pages again must not need a call that may fail. */
bool vera_system_purge_extent(void *addr, size_t size)
{
    return vera_pages_purge(addr, size);
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
    return vera_pages_seal(addr, size);
}
