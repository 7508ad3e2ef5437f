/* AddressSanitizer, which is there if the program was built with it. */
#include "system.h"

#if defined(__ELF__)

/* The linker knows what the program has. */
__attribute__((weak)) void __asan_poison_memory_region(const volatile void *addr, size_t size);
__attribute__((weak)) void __asan_unpoison_memory_region(const volatile void *addr, size_t size);

struct vera_sanitizer vera_system_sanitizer(void)
{
    return (struct vera_sanitizer){
        .hide = __asan_poison_memory_region,
        .show = __asan_unpoison_memory_region,
    };
}

#else

#include <dlfcn.h>

typedef void call(const volatile void *addr, size_t size);

/* To link a reference that may stay without a definition takes a flag, which every
 * program with the static archive would have to give, too. */
struct vera_sanitizer vera_system_sanitizer(void)
{
    return (struct vera_sanitizer){
        .hide = (call *)dlsym(RTLD_DEFAULT, "__asan_poison_memory_region"),
        .show = (call *)dlsym(RTLD_DEFAULT, "__asan_unpoison_memory_region"),
    };
}

#endif
