/* Locks, the end of a thread, and the end of the process. */
#include "system.h"

#include <stdatomic.h>
#include <windows.h>

_Static_assert(sizeof(struct vera_lock) == sizeof(SRWLOCK), "a lock is an SRWLOCK");

static SRWLOCK *inside(struct vera_lock *lock)
{
    return (SRWLOCK *)lock;
}

/* The process ends, and the system has ended all threads but this one, wherever they were.
 * No lock is taken then: there is nobody to keep out, and to drop one wakes those that wait
 * for it, whom the system may have ended in the middle of that. */
static bool alone;

void vera_lock_take(struct vera_lock *lock)
{
    if (!alone) {
        AcquireSRWLockExclusive(inside(lock));
    }
}

void vera_lock_drop(struct vera_lock *lock)
{
    if (!alone) {
        ReleaseSRWLockExclusive(inside(lock));
    }
}

/* One that nobody holds or waits for is all 0, as it was at first. */
bool vera_lock_is_stranded(struct vera_lock *lock)
{
    return alone && lock->word != NULL;
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
 * called for a fiber that is deleted, too. An image that stays, as this one does, leaves the
 * process at its end alone; what tells libraries so is null for such functions. */
static void NTAPI on_change(void *image, DWORD what, void *reserved)
{
    (void)image;
    (void)reserved;
    vera_thread_end *end = atomic_load_explicit(&on_end, memory_order_relaxed);
    if (what == DLL_THREAD_DETACH && end != NULL) {
        end(vera_thread_cache());
    }
    if (what == DLL_PROCESS_DETACH) {
        alone = true;
    }
}

/* The image's list of such functions is all that lies in these sections, in the order of
 * their names; the C library's own are in XLC and XLD, so that calls in what it does at
 * the end of a thread come before this. */
__attribute__((section(".CRT$XLV"), used)) static const PIMAGE_TLS_CALLBACK callback = on_change;
