/* Locks, pauses, the end of a thread, and the end of the process. */
#include "system.h"

#include <stdatomic.h>
#include <windows.h>

_Static_assert(sizeof(struct vera_lock) == sizeof(SRWLOCK), "a lock is an SRWLOCK");

static SRWLOCK *inside(struct vera_lock *lock)
{
    return (SRWLOCK *)lock;
}

/* The process is ending, and the system has ended all other threads, wherever they were. No
 * lock is taken then: there is nobody to keep out, and unlocking would wake threads that the
 * system may have ended while they waited. */
static bool alone;

void vera_lock(struct vera_lock *lock)
{
    if (!alone) {
        AcquireSRWLockExclusive(inside(lock));
    }
}

bool vera_try_lock(struct vera_lock *lock)
{
    return alone || TryAcquireSRWLockExclusive(inside(lock));
}

void vera_unlock(struct vera_lock *lock)
{
    if (!alone) {
        ReleaseSRWLockExclusive(inside(lock));
    }
}

void vera_lock_prepare(void)
{
}

bool vera_system_on_fork(void (*prepare)(void), void (*parent)(void), void (*child)(void))
{
    (void)prepare;
    (void)parent;
    (void)child;
    return true;
}

int vera_system_process(void)
{
    return (int)GetCurrentProcessId();
}

bool vera_system_is_alone(void)
{
    return alone;
}

void vera_system_pause(unsigned turn)
{
    enum { YIELDS = 32 };
    Sleep(turn < YIELDS ? 0 : 1);
}

static void (*on_end)(void);

void vera_system_on_thread_end(void (*end)(void))
{
    on_end = end;
}

void vera_thread_prepare(void)
{
}

bool vera_thread_watch(struct vera_cache *cache)
{
    (void)cache;
    return true;
}

/* The loader calls this on each thread that ends; a callback of FlsAlloc would also be called
 * for a fiber that is deleted. A pinned image leaves the process only when that ends, so
 * `reserved`, which would say so, is not needed; it is null for such functions anyway. */
static void NTAPI on_change(void *image, DWORD what, void *reserved)
{
    (void)image;
    (void)reserved;
    if (what == DLL_THREAD_DETACH && on_end != NULL) {
        on_end();
    }
    if (what == DLL_PROCESS_DETACH) {
        alone = true;
    }
}

/* The image's list of such functions is the content of these sections, in the order of their
 * names. Those of the C library are in XLC and XLD, so what it calls at a thread's end comes
 * before this. */
__attribute__((section(".CRT$XLV"), used)) static const PIMAGE_TLS_CALLBACK callback = on_change;
