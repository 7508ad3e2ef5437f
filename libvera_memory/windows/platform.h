/* The types of <system.h> on Windows, and the one word of thread-local storage. */
#ifndef VERA_PLATFORM_H
#define VERA_PLATFORM_H

#include <stdint.h>

/* An SRWLOCK, by another name: <windows.h> stays out of the rest of the library. */
struct vera_lock {
    void *word;
};

#define VERA_LOCK_INIT                                                                             \
    {                                                                                              \
        0                                                                                          \
    }

struct vera_error {
    int number;
    unsigned long last; /* GetLastError's */
};

struct vera_error vera_error_now(void);
void vera_error_restore(struct vera_error error);
void vera_error_set(int number);

/* Nothing is visible that is not on the list of exports. */
#define VERA_HIDDEN

/* The C library's own formats lack %zu: those of the compiler's runtime are used. */
#define VERA_FORMAT(text, first) __attribute__((format(gnu_printf, text, first)))

struct vera_cache;

/* The calling thread's cache; never null. It lies in the image's own thread-local section,
 * as a compiler for Windows has it: GCC would call a function for each access, and
 * TlsGetValue is a call, too, which clears the last error. What has these names is the
 * section that the loader copies for each thread: only how far they are apart is of use.
 * An assembler has a word for that, but GNU's linker has the loader mend it as an address,
 * where the image is not loaded at the address that it was linked for. */
extern struct vera_cache *vera_thread_word;
extern char *_tls_start;
extern unsigned long _tls_index; /* of this image, among all that have such a section */

#define VERA_THREAD_WORD(initial)                                                                  \
    __attribute__((section(".tls$VERA"))) struct vera_cache *vera_thread_word = initial

/* Where the calling thread has the sections of all images: a field of its environment block. */
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

static inline void vera_thread_set_cache(struct vera_cache *cache)
{
    *vera_thread_place() = cache;
}

#endif
