/* Locks, the end of a thread, and the end of the process. */
#include "system.h"

#include <stdatomic.h>
#include <windows.h>

_Static_assert(sizeof(struct vera_lock) == sizeof(SRWLOCK), "a lock is an SRWLOCK");

static SRWLOCK *inside(struct vera_lock *lock)
{
    return (SRWLOCK *)lock;
}

/* The process ends, and the system has ended all threads but this one, wherever they were. */
static bool alone;

void vera_lock_take(struct vera_lock *lock)
{
    AcquireSRWLockExclusive(inside(lock));
}

void vera_lock_drop(struct vera_lock *lock)
{
    ReleaseSRWLockExclusive(inside(lock));
}

bool vera_lock_is_stranded(struct vera_lock *lock)
{
    if (!alone) {
        return false;
    }
    bool free = TryAcquireSRWLockExclusive(inside(lock));
    if (free) {
        ReleaseSRWLockExclusive(inside(lock));
    }
    return !free;
}

void vera_lock_pass(bool pass)
{
    (void)pass;
}

bool vera_system_on_fork(void (*prepare)(void), void (*parent)(void), void (*child)(void))
{
    (void)prepare;
    (void)parent;
    (void)child;
    return true;
}

static _Atomic(vera_thread_end *) on_end;

bool vera_thread_watch(struct vera_cache *cache, vera_thread_end *end)
{
    (void)cache;
    atomic_store_explicit(&on_end, end, memory_order_relaxed);
    return true;
}

/* The loader calls this for each thread that ends, on that thread; FlsAlloc would have it
 * called for a fiber that is deleted, too. At the end of the process, `rest` tells that the
 * other threads are gone. */
static void NTAPI on_change(void *image, DWORD what, void *rest)
{
    (void)image;
    vera_thread_end *end = atomic_load_explicit(&on_end, memory_order_relaxed);
    if (what == DLL_THREAD_DETACH && end != NULL) {
        end(vera_thread_cache());
    }
    alone = what == DLL_PROCESS_DETACH && rest != NULL;
}

/* The image's list of such functions is all that lies in these sections, in the order of
 * their names; the C library's own are in XLC and XLD, so that calls in what it does at
 * the end of a thread come before this. */
__attribute__((section(".CRT$XLV"), used)) static const PIMAGE_TLS_CALLBACK callback = on_change;
