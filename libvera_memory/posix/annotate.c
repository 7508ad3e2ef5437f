/* Memcheck answers client requests, which are a few instructions without effect elsewhere.
 * AddressSanitizer is two functions, if the program was built with it.
 */
#include "annotate.h"

#ifdef HAVE_VALGRIND_MEMCHECK_H
#include <valgrind/memcheck.h>
#else
#define VALGRIND_MAKE_MEM_DEFINED(addr, size) ((void)(addr), (void)(size), 0)
#define VALGRIND_MAKE_MEM_NOACCESS(addr, size) ((void)(addr), (void)(size))
#define VALGRIND_MALLOCLIKE_BLOCK(addr, size, red, zero) ((void)(addr), (void)(size))
#define VALGRIND_FREELIKE_BLOCK(addr, red) ((void)(addr))
#endif

#if defined(__ELF__)

/* The linker knows whether the program has them. */
__attribute__((weak)) void __asan_poison_memory_region(const volatile void *addr, size_t size);
__attribute__((weak)) void __asan_unpoison_memory_region(const volatile void *addr, size_t size);

#define SANITIZER(name) name

#else

#include <dlfcn.h>

/* A reference that may stay undefined takes a linker flag, which every program that links the
 * archive would have to give, too. */
#define SANITIZER(name) (sanitizer_call *)dlsym(RTLD_DEFAULT, #name)

#endif

typedef void sanitizer_call(const volatile void *addr, size_t size);

static bool has_memcheck;
static sanitizer_call *poison;
static sanitizer_call *unpoison;

/* Only memcheck answers this request. Under callgrind, the paths that are counted must be
 * those that programs take. */
static bool find_memcheck(void)
{
    static char probe;
    (void)probe; /* unused where valgrind does not know the processor */
    return VALGRIND_MAKE_MEM_DEFINED(&probe, sizeof probe) != 0;
}

void vera_annotate_begin(void)
{
    has_memcheck = find_memcheck();
    poison = SANITIZER(__asan_poison_memory_region);
    unpoison = SANITIZER(__asan_unpoison_memory_region);
}

static bool has_sanitizer(void)
{
    return poison != NULL && unpoison != NULL;
}

bool vera_annotate_is_on(void)
{
    return has_memcheck || has_sanitizer();
}

void vera_annotate_inaccessible(void *memory, size_t size)
{
    if (has_memcheck) {
        VALGRIND_MAKE_MEM_NOACCESS(memory, size);
    }
    if (has_sanitizer()) {
        poison(memory, size);
    }
}

void vera_annotate_allocated(void *block, size_t size, size_t room)
{
    vera_annotate_inaccessible(block, room);
    if (has_memcheck) {
        VALGRIND_MALLOCLIKE_BLOCK(block, size, 0, 0);
    }
    if (has_sanitizer()) {
        unpoison(block, size);
    }
}

void vera_annotate_freed(void *block, size_t room)
{
    if (has_memcheck) {
        VALGRIND_FREELIKE_BLOCK(block, 0);
    }
    vera_annotate_inaccessible(block, room);
}

void vera_annotate_unmapped(void *pages, size_t size)
{
    if (has_sanitizer()) {
        unpoison(pages, size);
    }
}
