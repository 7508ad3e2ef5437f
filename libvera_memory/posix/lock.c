/* Waiting for locks. */
#include "system.h"

#if defined(HAVE_FUTEX)

#include <errno.h>
#include <linux/futex.h>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

/* What a lock guards is soon done, and a call takes longer. But on one processor, whoever holds it
 * gets on only while the others sleep. */
#define TURNS 100u
static atomic_uint turns; /* 0 on one processor */

void vera_lock_prepare(void)
{
    cpu_set_t processors;
    bool one =
        sched_getaffinity(0, sizeof processors, &processors) == 0 && CPU_COUNT(&processors) == 1;
    atomic_store_explicit(&turns, one ? 0 : TURNS, memory_order_relaxed);
}

static void relax(void)
{
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#elif defined(__aarch64__) || defined(__arm__)
    __asm__ volatile("yield");
#else
    atomic_signal_fence(memory_order_seq_cst);
#endif
}

static bool spin(struct vera_lock *lock)
{
    unsigned most = atomic_load_explicit(&turns, memory_order_relaxed);
    for (unsigned turn = 0; turn < most; turn++) {
        if (atomic_load_explicit(&lock->state, memory_order_relaxed) == VERA_LOCK_FREE &&
            vera_try_lock(lock)) {
            return true;
        }
        relax();
    }
    return false;
}

/* A wait ends early when the state has changed, or for a signal: then it is looked at again. */
static void call(struct vera_lock *lock, int operation, unsigned value)
{
    int saved = errno;
    syscall(SYS_futex, &lock->state, operation, value, NULL);
    errno = saved;
}

/* Who has slept does not know whether others still do, so the lock stays awaited. */
void vera_lock_wait(struct vera_lock *lock)
{
    if (spin(lock)) {
        return;
    }
    while (atomic_exchange_explicit(&lock->state, VERA_LOCK_AWAITED, memory_order_acquire) !=
           VERA_LOCK_FREE) {
        call(lock, FUTEX_WAIT_PRIVATE, VERA_LOCK_AWAITED);
    }
}

void vera_lock_wake(struct vera_lock *lock)
{
    call(lock, FUTEX_WAKE_PRIVATE, 1);
}

#else

void vera_lock_prepare(void)
{
}

#endif
