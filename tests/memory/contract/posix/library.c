/* Opens the library in the build's staged tree, or what VERA_TEST_LIBRARY names in its place:
 * another allocator, to compare.
 */
#include "library.h"

#include "posix/loaded.h"
#include "run.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define STAGED "stage/lib/libvera_memory.so.1"

const char *loaded_path(void)
{
    static char path[PATH_MAX];
    const char *top = getenv("top_builddir");
    const char *other = getenv("VERA_TEST_LIBRARY");
    if (other != NULL) {
        return other;
    }
    snprintf(path, sizeof path, "%s/" STAGED, top != NULL ? top : ".");
    return path;
}

static struct library find_functions(void *handle)
{
    struct library library = {.handle = handle};
    if (library.handle == NULL) {
        ck_abort_msg("%s", dlerror());
    }
    *(void **)&library.allocate = dlsym(library.handle, "vera_memory_allocate");
    *(void **)&library.free = dlsym(library.handle, "vera_memory_free");
    expect(library.allocate != NULL && library.free != NULL);
    return library;
}

struct library library_open(void)
{
    return find_functions(dlopen(loaded_path(), RTLD_NOW));
}

bool library_close(const struct library *library)
{
    return dlclose(library->handle) == 0;
}

bool library_is_loaded(void)
{
    void *handle = dlopen(loaded_path(), RTLD_NOW | RTLD_NOLOAD);
    if (handle != NULL) {
        dlclose(handle);
    }
    return handle != NULL;
}

struct library library_open_copy(void)
{
    return find_functions(loaded_copy(loaded_path()));
}

/* Only some loaders have namespaces. To the others, another file is another library even if
 * its soname is the same. */
struct library library_open_namesake(void)
{
    const long new_namespace = -1;
    void *(*open_in)(long, const char *, int);
    *(void **)&open_in = dlsym(RTLD_DEFAULT, "dlmopen");
    return find_functions(open_in != NULL ? open_in(new_namespace, loaded_path(), RTLD_NOW)
                                          : loaded_copy(loaded_path()));
}

static void copy_file(const char *path, int to)
{
    char buffer[1 << 16];
    ssize_t count;
    int from = open(path, O_RDONLY | O_CLOEXEC);
    expect(from >= 0);
    while ((count = read(from, buffer, sizeof buffer)) > 0) {
        expect(write(to, buffer, (size_t)count) == count);
    }
    close(from);
}

/* A loaded library stays when its file's name is removed. */
void *loaded_copy(const char *path)
{
    char name[PATH_MAX];
    const char *folder = getenv("TMPDIR");
    snprintf(name, sizeof name, "%s/vera-XXXXXX", folder != NULL ? folder : "/tmp");
    int file = mkstemp(name);
    expect(file >= 0);
    copy_file(path, file);
    close(file);
    void *handle = dlopen(name, RTLD_NOW | RTLD_LOCAL);
    unlink(name);
    return handle;
}
