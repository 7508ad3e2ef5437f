/* Maps pages with mmap, and opens another copy of the library in a namespace of its own. */
#include "../misuse.h"

#include <dlfcn.h>
#include <sys/mman.h>
#include <vera/memory.h>

static void *map_page(int protection)
{
    void *page = mmap(NULL, 4096, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    require(page != MAP_FAILED);
    return page;
}

void *writable_page(void)
{
    return map_page(PROT_READ | PROT_WRITE);
}

void *inaccessible_page(void)
{
    return map_page(PROT_NONE);
}

bool open_another_copy(void *(**other_allocate)(int64_t), void (**other_free)(void *, int64_t),
                       const char **why)
{
    const long new_namespace = -1;
    void *(*open_in)(long, const char *, int);
    *(void **)&open_in = dlsym(RTLD_DEFAULT, "dlmopen");
    if (open_in == NULL) {
        *why = "the loader has no namespaces";
        return false;
    }
    Dl_info own;
    require(dladdr((void *)(uintptr_t)vera_memory_allocate, &own) != 0);
    void *library = open_in(new_namespace, own.dli_fname, RTLD_NOW);
    if (library == NULL) {
        *why = dlerror();
        return false;
    }
    *(void **)other_allocate = dlsym(library, "vera_memory_allocate");
    *(void **)other_free = dlsym(library, "vera_memory_free");
    require(*other_allocate != NULL && *other_allocate != vera_memory_allocate &&
            *other_free != NULL);
    return true;
}
