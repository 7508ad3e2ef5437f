/* The library is where the build stages it. */
#include "library.h"

#include "run.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define STAGED "stage/lib/libvera_memory.so.1"

const char *library_path(void)
{
    static char path[PATH_MAX];
    const char *top = getenv("top_builddir");
    snprintf(path, sizeof path, "%s/" STAGED, top != NULL ? top : ".");
    return path;
}

static struct library find_functions(void *handle)
{
    struct library library = {.handle = handle};
    ck_assert_msg(library.handle != NULL, "%s", dlerror());
    *(void **)&library.allocate = dlsym(library.handle, "vera_memory_allocate");
    *(void **)&library.free = dlsym(library.handle, "vera_memory_free");
    ck_assert(library.allocate != NULL && library.free != NULL);
    return library;
}

struct library library_open(void)
{
    return find_functions(dlopen(library_path(), RTLD_NOW));
}

struct library library_open_copy(void)
{
    return find_functions(library_load_copy(library_path()));
}

struct library library_open_in_namespace(void)
{
    return find_functions(dlmopen(LM_ID_NEWLM, library_path(), RTLD_NOW));
}

static void copy_file(const char *path, int to)
{
    char buffer[1 << 16];
    ssize_t count;
    int from = open(path, O_RDONLY | O_CLOEXEC);
    ck_assert_msg(from >= 0, "cannot read %s", path);
    while ((count = read(from, buffer, sizeof buffer)) > 0) {
        ck_assert_int_eq(write(to, buffer, (size_t)count), count);
    }
    close(from);
}

/* What is loaded stays when its name is gone. */
void *library_load_copy(const char *path)
{
    char name[PATH_MAX];
    const char *folder = getenv("TMPDIR");
    snprintf(name, sizeof name, "%s/vera-XXXXXX", folder != NULL ? folder : "/tmp");
    int file = mkstemp(name);
    ck_assert_int_ge(file, 0);
    copy_file(path, file);
    close(file);
    void *handle = dlopen(name, RTLD_NOW | RTLD_LOCAL);
    unlink(name);
    return handle;
}
