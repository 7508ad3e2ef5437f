/* Paths and files on systems with POSIX paths and dladdr. */
#define _GNU_SOURCE
#include "../path.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const char vera_path_separator = ':';
const char vera_path_slashes[] = "/";
const char *const vera_path_modules[] = {"vera/modules", NULL};

static const char *look_up(const char *name)
{
#if defined(HAVE_SECURE_GETENV)
    return secure_getenv(name);
#else
    return issetugid() ? NULL : getenv(name);
#endif
}

char *vera_path_variable(const char *name)
{
    const char *value = look_up(name);
    errno = 0;
    return value != NULL ? strdup(value) : NULL;
}

bool vera_path_absolute(const char *path)
{
    return path[0] == '/';
}

char *vera_path_real(const char *path)
{
    return realpath(path, NULL);
}

void vera_path_ascend(char *path)
{
    char *slash = strrchr(path, '/');
    if (slash == path) {
        slash++;
    }
    *slash = '\0';
}

/* Makes a stream of the descriptor if it is that of a regular file. */
static FILE *adopt(int descriptor)
{
    struct stat status;
    if (fstat(descriptor, &status) != 0) {
        return NULL;
    }
    if (!S_ISREG(status.st_mode)) {
        errno = S_ISDIR(status.st_mode) ? EISDIR : EINVAL;
        return NULL;
    }
    return fdopen(descriptor, "rb");
}

FILE *vera_path_open(const char *path)
{
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    FILE *file = descriptor >= 0 ? adopt(descriptor) : NULL;
    if (file == NULL && descriptor >= 0) {
        int reason = errno;
        close(descriptor);
        errno = reason;
    }
    return file;
}

/* A program that links this library statically may have been started by its bare name:
 * dladdr then returns that name, which is not a path. */
char *vera_path_own(void)
{
    Dl_info own;
    if (dladdr(&vera_path_separator, &own) == 0 || own.dli_fname == NULL ||
        !vera_path_absolute(own.dli_fname)) {
        errno = ENOENT;
        return NULL;
    }
    return vera_path_real(own.dli_fname);
}
