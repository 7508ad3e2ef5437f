/* The types of <system.h> on POSIX, and the one word of thread-local storage. */
#ifndef VERA_PLATFORM_H
#define VERA_PLATFORM_H

#include "lock.h"

#include <errno.h>

struct vera_error {
    int number;
};

static inline struct vera_error vera_error_now(void)
{
    return (struct vera_error){errno};
}

static inline void vera_error_restore(struct vera_error error)
{
    errno = error.number;
}

static inline void vera_error_set(int number)
{
    errno = number;
}

/* For a variable that several files of the library use. */
#define VERA_HIDDEN __attribute__((visibility("hidden")))

#define VERA_FORMAT(text, first) __attribute__((format(printf, text, first)))

struct vera_cache;

/* The calling thread's cache; never null. One word, because a C library reserves little
 * static TLS for libraries that are opened at run time. */
extern __thread struct vera_cache *vera_thread_word VERA_HIDDEN;

/* Defines the word, with its value in a new thread. */
#define VERA_THREAD_WORD(initial) __thread struct vera_cache *vera_thread_word = initial

static inline struct vera_cache *vera_thread_cache(void)
{
    return vera_thread_word;
}

static inline const void *vera_thread_self(void)
{
    return &vera_thread_word;
}

static inline void vera_thread_set_cache(struct vera_cache *cache)
{
    vera_thread_word = cache;
}

#endif
