/* Locks, pauses, the end of a thread, and fork. */
#include "system.h"

#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static pthread_once_t key_once = PTHREAD_ONCE_INIT;
static pthread_key_t key;
static bool have_key;
static _Atomic(vera_thread_end *) on_end;

/* A mutex of the default kind fails only when it is misused; then nothing after it can be
 * trusted. */
static void require(int error)
{
    if (error != 0) {
        abort();
    }
}

void vera_lock(struct vera_lock *lock)
{
    require(pthread_mutex_lock(&lock->mutex));
}

bool vera_try_lock(struct vera_lock *lock)
{
    return pthread_mutex_trylock(&lock->mutex) == 0;
}

void vera_unlock(struct vera_lock *lock)
{
    require(pthread_mutex_unlock(&lock->mutex));
}

bool vera_system_on_fork(void (*prepare)(void), void (*parent)(void), void (*child)(void))
{
    return pthread_atfork(prepare, parent, child) == 0;
}

int vera_system_process(void)
{
    return (int)getpid();
}

bool vera_system_is_alone(void)
{
    return false;
}

/* Under a real-time policy a thread that only yields may keep those that it waits for from
 * running. nanosleep is a cancellation point. */
void vera_system_pause(unsigned turn)
{
    enum { YIELDS = 32, NANOSECONDS = 100000 };
    int cancel;
    if (turn < YIELDS) {
        sched_yield();
        return;
    }
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &cancel);
    nanosleep(&(struct timespec){0, NANOSECONDS}, NULL);
    pthread_setcancelstate(cancel, &cancel);
}

#if defined(__APPLE__)

/* On macOS a thread's variables end before its keys do, and begin again when they are used, as
 * in a new thread. So the key holds what the word held, for `end`. While the key holds
 * anything, a thread whose word is new is not a new thread: it is ending. */
static char ended;

static void destroy(void *held)
{
    if (held != &ended) {
        vera_thread_set_cache(held);
        atomic_load_explicit(&on_end, memory_order_relaxed)(held);
    }
    pthread_setspecific(key, &ended);
}

static bool is_ending(void)
{
    return pthread_getspecific(key) != NULL;
}

#else

static void destroy(void *held)
{
    atomic_load_explicit(&on_end, memory_order_relaxed)(held);
}

static bool is_ending(void)
{
    return false;
}

#endif

static void make_key(void)
{
    have_key = pthread_key_create(&key, destroy) == 0;
}

bool vera_thread_on_end(struct vera_cache *cache, vera_thread_end *end)
{
    atomic_store_explicit(&on_end, end, memory_order_relaxed);
    return pthread_once(&key_once, make_key) == 0 && have_key && !is_ending() &&
           pthread_setspecific(key, cache) == 0;
}
