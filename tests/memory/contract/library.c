/* The library is where the build stages it. */
#include "library.h"

#include "run.h"

#include <dlfcn.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#define STAGED "stage/lib/libvera_memory.so.1"

const char *library_path(void)
{
    static char path[PATH_MAX];
    const char *top = getenv("top_builddir");
    snprintf(path, sizeof path, "%s/" STAGED, top != NULL ? top : ".");
    return path;
}

struct library library_open(void)
{
    struct library library = {.handle = dlopen(library_path(), RTLD_NOW)};
    ck_assert_msg(library.handle != NULL, "%s", dlerror());
    *(void **)&library.allocate = dlsym(library.handle, "vera_memory_allocate");
    *(void **)&library.free = dlsym(library.handle, "vera_memory_free");
    ck_assert(library.allocate != NULL && library.free != NULL);
    return library;
}
