/* Mappings that are no runs: extents of the arena, and the side heap's. */
#include "pages.h"
#include "system.h"

/* A rest that the system keeps, if it refuses, costs addresses only. */
static void trim(char *from, char *to)
{
    if (from < to) {
        (void)vera_pages_unmap(from, (size_t)(to - from));
    }
}

static char *reserve_at_multiple(size_t size)
{
    size_t room = size + size - vera_system_page();
    char *addr = vera_pages_reserve(room, vera_system_page());
    if (addr == NULL) {
        return NULL;
    }
    char *start = (char *)(((uintptr_t)addr + size - 1) & ~(uintptr_t)(size - 1));
    trim(addr, start);
    trim(start + size, addr + room);
    return start;
}

void *vera_system_map_extent(void)
{
    char *extent = reserve_at_multiple(VERA_EXTENT);
    if (extent == NULL) {
        return NULL;
    }
    enum vera_unsealing end = vera_pages_unseal(extent + VERA_GUARD, VERA_EXTENT - 2 * VERA_GUARD);
    if (end == VERA_PAGES_STILL_SEALED) {
        trim(extent, extent + VERA_EXTENT);
    }
    return end == VERA_PAGES_UNSEALED ? extent : NULL;
}

void *vera_system_map(size_t size)
{
    return vera_pages_map(size, vera_system_page());
}

bool vera_system_unmap(void *addr, size_t size)
{
    return vera_pages_unmap(addr, size);
}
