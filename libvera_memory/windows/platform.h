/* The types of <system.h> on Windows, and the one word of thread-local storage. */
#ifndef VERA_PLATFORM_H
#define VERA_PLATFORM_H

#include <stdbool.h>
#include <stdint.h>

/* An SRWLOCK, by another name, so that the rest of the library need not include
 * <windows.h>. */
struct vera_lock {
    void *word;
};

#define VERA_LOCK_INIT                                                                             \
    {                                                                                              \
        0                                                                                          \
    }

void vera_lock(struct vera_lock *lock);
bool vera_try_lock(struct vera_lock *lock);
void vera_unlock(struct vera_lock *lock);

struct vera_error {
    int number;
    unsigned long last; /* GetLastError's */
};

struct vera_error vera_error_now(void);
void vera_error_restore(struct vera_error error);
void vera_error_set(int number);

/* Only names on the list of exports are visible. */
#define VERA_HIDDEN

/* The formats of the compiler's runtime, because those of the C library lack %zu. */
#define VERA_FORMAT(text, first) __attribute__((format(gnu_printf, text, first)))

struct vera_cache;

/* The calling thread's cache; never null. It lies in the image's thread-local section, where
 * compilers for Windows put such variables. GCC itself would call a function for each access;
 * TlsGetValue is a call, too, and clears the last error. These names are in the section that
 * the loader copies for each thread, so only the distance between them is of use. The
 * assembler has a relocation for that distance, but with GNU's linker the loader treats it as
 * an address and changes it when the image is not at its preferred address. */
extern struct vera_cache *vera_thread_word;
extern char *_tls_start;
extern unsigned long _tls_index; /* of this image, among all that have such a section */

#define VERA_THREAD_WORD(initial)                                                                  \
    __attribute__((section(".tls$VERA"))) struct vera_cache *vera_thread_word = initial

/* The thread-local sections of all images: a field of the thread environment block. */
static inline char **vera_thread_sections(void)
{
    char **sections;
#if defined(__x86_64__)
    __asm__("movq %%gs:0x58, %0" : "=r"(sections));
#elif defined(__i386__)
    __asm__("movl %%fs:0x2c, %0" : "=r"(sections));
#else
#error "where does this processor keep the thread environment block?"
#endif
    return sections;
}

static inline struct vera_cache **vera_thread_place(void)
{
    uintptr_t offset = (uintptr_t)&vera_thread_word - (uintptr_t)&_tls_start;
    return (struct vera_cache **)(vera_thread_sections()[_tls_index] + offset);
}

static inline struct vera_cache *vera_thread_cache(void)
{
    return *vera_thread_place();
}

static inline const void *vera_thread_self(void)
{
    return vera_thread_place();
}

static inline void vera_thread_set_cache(struct vera_cache *cache)
{
    *vera_thread_place() = cache;
}

#endif
