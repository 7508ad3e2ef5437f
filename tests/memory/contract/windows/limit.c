/* Counts the library's calls of VirtualAlloc and VirtualFree. A job object's limit would
 * not do: not every system that runs Windows programs enforces it.
 */
#include "limit.h"

#include "run.h"
#include "windows/import.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <windows.h>

#define LIBRARY L"libvera_memory-1.dll"

static atomic_size_t left;

/* Returns false if less than that is left. */
static bool take(size_t size)
{
    size_t before = atomic_load(&left);
    while (before >= size) {
        if (atomic_compare_exchange_weak(&left, &before, before - size)) {
            return true;
        }
    }
    return false;
}

static void *WINAPI allocate(void *addr, SIZE_T size, DWORD how, DWORD access)
{
    if ((how & MEM_RESERVE) == 0) {
        return VirtualAlloc(addr, size, how, access);
    }
    if (!take(size)) {
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
        return NULL;
    }
    void *start = VirtualAlloc(addr, size, how, access);
    atomic_fetch_add(&left, start == NULL ? size : 0);
    return start;
}

/* Bytes in the reservation at this address, whatever the states of its parts. */
static size_t reserved(void *addr)
{
    MEMORY_BASIC_INFORMATION part;
    size_t size = 0;
    while (VirtualQuery((char *)addr + size, &part, sizeof part) != 0 &&
           part.AllocationBase == addr) {
        size += part.RegionSize;
    }
    return size;
}

static BOOL WINAPI give(void *addr, SIZE_T size, DWORD how)
{
    size_t bytes = (how & MEM_RELEASE) != 0 ? reserved(addr) : 0;
    BOOL done = VirtualFree(addr, size, how);
    atomic_fetch_add(&left, done ? bytes : 0);
    return done;
}

void limit_addresses(size_t more)
{
    atomic_store(&left, more);
    import_replace(LIBRARY, "VirtualAlloc", (void (*)(void))allocate);
    import_replace(LIBRARY, "VirtualFree", (void (*)(void))give);
}

void occupy_addresses(size_t bytes)
{
    expect(VirtualAlloc(NULL, bytes, MEM_RESERVE, PAGE_NOACCESS) != NULL);
}
