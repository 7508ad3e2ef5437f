/* Locks. Where the system has a futex, a lock is one word, and a call only for those who have to
 * wait; elsewhere it is a mutex.
 */
#ifndef VERA_LOCK_H
#define VERA_LOCK_H

#include <stdbool.h>

#if defined(HAVE_FUTEX)

#include <stdatomic.h>

/* Drepper's third mutex ("Futexes Are Tricky", 2011). */
enum { VERA_LOCK_FREE, VERA_LOCK_HELD, VERA_LOCK_AWAITED };

struct vera_lock {
    atomic_uint state;
};

#define VERA_LOCK_INIT                                                                             \
    {                                                                                              \
        VERA_LOCK_FREE                                                                             \
    }

/* Waits for a lock and takes it; wakes one who waits. Leave errno alone. */
void vera_lock_wait(struct vera_lock *lock) __attribute__((visibility("hidden")));
void vera_lock_wake(struct vera_lock *lock) __attribute__((visibility("hidden")));

static inline bool vera_try_lock(struct vera_lock *lock)
{
    unsigned free = VERA_LOCK_FREE;
    return atomic_compare_exchange_strong_explicit(&lock->state, &free, VERA_LOCK_HELD,
                                                   memory_order_acquire, memory_order_relaxed);
}

static inline void vera_lock(struct vera_lock *lock)
{
    if (__builtin_expect(!vera_try_lock(lock), 0)) {
        vera_lock_wait(lock);
    }
}

static inline void vera_unlock(struct vera_lock *lock)
{
    unsigned before = atomic_exchange_explicit(&lock->state, VERA_LOCK_FREE, memory_order_release);
    if (__builtin_expect(before == VERA_LOCK_AWAITED, 0)) {
        vera_lock_wake(lock);
    }
}

#else

#include <pthread.h>
#include <stdlib.h>

struct vera_lock {
    pthread_mutex_t mutex;
};

#define VERA_LOCK_INIT                                                                             \
    {                                                                                              \
        PTHREAD_MUTEX_INITIALIZER                                                                  \
    }

/* A mutex of the default kind fails only when it is misused; then nothing after it can be
 * trusted. */
static inline void vera_lock_require(int error)
{
    if (error != 0) {
        abort();
    }
}

static inline bool vera_try_lock(struct vera_lock *lock)
{
    return pthread_mutex_trylock(&lock->mutex) == 0;
}

static inline void vera_lock(struct vera_lock *lock)
{
    vera_lock_require(pthread_mutex_lock(&lock->mutex));
}

static inline void vera_unlock(struct vera_lock *lock)
{
    vera_lock_require(pthread_mutex_unlock(&lock->mutex));
}

#endif

#endif
