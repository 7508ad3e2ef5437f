/* What the tests of the binding need from a POSIX system. */
#define _GNU_SOURCE
#include "machine.h"

#include <dlfcn.h>
#include <errno.h>
#include <ftw.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

bool machine_make_temporary(const char *name, char *path, size_t size)
{
    const char *parent = getenv("TMPDIR");
    char folder[PATH_MAX];
    int length =
        snprintf(folder, sizeof folder, "%s/%s XXXXXX", parent != NULL ? parent : "/tmp", name);
    if (length < 0 || (size_t)length >= sizeof folder || mkdtemp(folder) == NULL) {
        return false;
    }
    char *real = realpath(folder, NULL);
    bool made = real != NULL && machine_convert(real, path, size);
    free(real);
    return made;
}

bool machine_convert(const char *path, char *real, size_t size)
{
    int length = snprintf(real, size, "%s", path);
    return length >= 0 && (size_t)length < size;
}

bool machine_make_folder(const char *path)
{
    return mkdir(path, 0777) == 0 || errno == EEXIST;
}

bool machine_link(const char *target, const char *path)
{
    return symlink(target, path) == 0;
}

FILE *machine_open(const char *path, const char *mode)
{
    return fopen(path, mode);
}

FILE *machine_open_unreadable(void)
{
    return fopen("/", "r"); /* a folder cannot be read as a file */
}

bool machine_move(const char *from, const char *to)
{
    return rename(from, to) == 0;
}

static int erase(const char *path, const struct stat *status, int type, struct FTW *level)
{
    (void)status;
    (void)type;
    (void)level;
    return remove(path);
}

void machine_remove(const char *path)
{
    nftw(path, erase, 16, FTW_DEPTH | FTW_PHYS);
}

bool machine_enter(const char *path)
{
    return chdir(path) == 0;
}

bool machine_set(const char *name, const char *value)
{
    return (value != NULL ? setenv(name, value, 1) : unsetenv(name)) == 0;
}

int machine_process(void)
{
    return (int)getpid();
}

void *machine_load(const char *path)
{
    return dlopen(path, RTLD_NOW | RTLD_LOCAL);
}

void *machine_symbol(void *library, const char *name)
{
    return dlsym(library, name);
}
