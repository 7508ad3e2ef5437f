/* Pauses, the end of a thread, and fork. */
#include "system.h"

#if defined(HAVE_NAMESPACES)
#include <link.h>
#endif
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

/* The key plus 1; 0 until there is one. */
static atomic_ulong made;
static void (*on_end)(void);

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
    int saved = errno;
    if (turn < YIELDS) {
        sched_yield();
        return;
    }
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &cancel);
    nanosleep(&(struct timespec){0, NANOSECONDS}, NULL);
    pthread_setcancelstate(cancel, &cancel);
    errno = saved;
}

static pthread_key_t key(void)
{
    return (pthread_key_t)(atomic_load_explicit(&made, memory_order_acquire) - 1);
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
        on_end();
    }
    pthread_setspecific(key(), &ended);
}

static bool is_ending(void)
{
    return pthread_getspecific(key()) != NULL;
}

#else

static void destroy(void *held)
{
    (void)held;
    on_end();
}

static bool is_ending(void)
{
    return false;
}

#endif

#if defined(HAVE_NAMESPACES)

/* A static program may have no dynamic section. */
#pragma weak _DYNAMIC

/* The loader's list of what the first namespace holds is public for debuggers. dladdr1 would
 * wait for the loader's lock, and bring 64 KiB of the C library into memory. */
static bool is_outside(void)
{
    const struct link_map *map = _r_debug.r_map;
    bool lists = map != NULL && _DYNAMIC != NULL;
    while (map != NULL && map->l_ld != _DYNAMIC) {
        map = map->l_next;
    }
    return lists && map == NULL;
}

#else

static bool is_outside(void)
{
    return false;
}

#endif

/* In a namespace of dlmopen no key is used. Its C library numbers keys from 0, but a thread has
 * one place for the values of all namespaces: a key there would be one of the program's, too. */
static bool may_have_key(void)
{
    enum { UNKNOWN, YES, NO };
    static atomic_int known;
    int answer = atomic_load_explicit(&known, memory_order_relaxed);
    if (answer == UNKNOWN) {
        answer = is_outside() ? NO : YES;
        atomic_store_explicit(&known, answer, memory_order_relaxed);
    }
    return answer == YES;
}

void vera_thread_prepare(void)
{
    (void)may_have_key();
}

/* Not with pthread_once: a child that is forked while another thread makes the key would wait
 * for that thread for good. If several threads make one, the first to say so has the key. */
static bool make_key(void)
{
    pthread_key_t new;
    unsigned long none = 0;
    if (atomic_load_explicit(&made, memory_order_acquire) != 0) {
        return true;
    }
    if (pthread_key_create(&new, destroy) != 0) {
        return false;
    }
    if (!atomic_compare_exchange_strong(&made, &none, new + 1UL)) {
        pthread_key_delete(new);
    }
    return true;
}

void vera_system_on_thread_end(void (*end)(void))
{
    on_end = end;
}

bool vera_thread_watch(struct vera_cache *cache)
{
    return may_have_key() && make_key() && !is_ending() && pthread_setspecific(key(), cache) == 0;
}
