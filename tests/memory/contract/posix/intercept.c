/* The library's calls come here first. */
#include "posix/intercept.h"

#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

extern char **environ;

void (*intercept_reading)(void);
void (*intercept_registered)(void);
void (*intercept_keyed)(void);
atomic_uint intercept_reads;
atomic_uint intercept_registrations;
bool intercept_lacks_memory;

char *intercept_variable(const char *name)
{
    size_t length = strlen(name);
    for (char **variable = environ; variable != NULL && *variable != NULL; variable++) {
        if (strncmp(*variable, name, length) == 0 && (*variable)[length] == '=') {
            return *variable + length + 1;
        }
    }
    return NULL;
}

static char *read_variable(const char *name)
{
    static const char prefix[] = "VERA_MEMORY_";
    atomic_fetch_add(&intercept_reads, strcmp(name, "VERA_MEMORY_MODE") == 0);
    if (intercept_reading != NULL && strncmp(name, prefix, sizeof prefix - 1) == 0) {
        intercept_reading();
    }
    return intercept_variable(name);
}

/* The library calls one of the two. */
__attribute__((visibility("default"))) char *secure_getenv(const char *name)
{
    return read_variable(name);
}

__attribute__((visibility("default"))) char *getenv(const char *name)
{
    return read_variable(name);
}

typedef void handler(void);

/* In glibc pthread_atfork is no function that can be looked up, but the call of this one. */
static int register_really(handler *prepare, handler *parent, handler *child)
{
    int (*in_glibc)(handler *, handler *, handler *, void *);
    int (*elsewhere)(handler *, handler *, handler *);
    *(void **)&in_glibc = dlsym(RTLD_NEXT, "__register_atfork");
    *(void **)&elsewhere = dlsym(RTLD_NEXT, "pthread_atfork");
    return in_glibc != NULL    ? in_glibc(prepare, parent, child, NULL)
           : elsewhere != NULL ? elsewhere(prepare, parent, child)
                               : ENOSYS;
}

__attribute__((visibility("default"))) int pthread_atfork(handler *prepare, handler *parent,
                                                          handler *child)
{
    atomic_fetch_add(&intercept_registrations, 1);
    int error = intercept_lacks_memory ? ENOMEM : register_really(prepare, parent, child);
    if (intercept_registered != NULL) {
        intercept_registered();
    }
    return error;
}

/* ThreadSanitizer makes a key before it is ready for code that it watches. */
__attribute__((visibility("default"), no_sanitize_thread)) int
pthread_key_create(pthread_key_t *key, void (*end)(void *))
{
    int (*create)(pthread_key_t *, void (*)(void *));
    *(void **)&create = dlsym(RTLD_NEXT, "pthread_key_create");
    int error = create(key, end);
    if (intercept_keyed != NULL) {
        intercept_keyed();
    }
    return error;
}
