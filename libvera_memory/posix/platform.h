/* The types of <system.h> on POSIX, and the one word of thread-local storage. */
#ifndef VERA_PLATFORM_H
#define VERA_PLATFORM_H

#include <pthread.h>

struct vera_lock {
    pthread_mutex_t mutex;
};

#define VERA_LOCK_INIT                                                                             \
    {                                                                                              \
        PTHREAD_MUTEX_INITIALIZER                                                                  \
    }

struct vera_cache;

/* The calling thread's cache; never null. One word, because a C library keeps
 * little room for the static TLS of libraries that are opened at run time. */
extern __thread struct vera_cache *vera_thread_word __attribute__((visibility("hidden")));

/* Defines the word, with what a new thread finds in it. */
#define VERA_THREAD_WORD(initial) __thread struct vera_cache *vera_thread_word = initial

static inline struct vera_cache *vera_thread_cache(void)
{
    return vera_thread_word;
}

static inline void vera_thread_set_cache(struct vera_cache *cache)
{
    vera_thread_word = cache;
}

#endif
