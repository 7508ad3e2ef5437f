/* The system's loader of libraries, by dlopen. */
#define _GNU_SOURCE
#include "../loader.h"

#include <dlfcn.h>
#if defined(HAVE_DLINFO)
#include <link.h>
#endif
#include <stdio.h>

#if defined(__APPLE__)
const char vera_loader_format[] = "mach-o";
#else
const char vera_loader_format[] = "elf";
#endif

const char *const vera_loader_places[] = {"../..", NULL};

/* Everything is bound at once: a library that lacks something is refused here
 * and does not end the program in the middle of a call. */
void *vera_loader_open(const char *file, char *reason, size_t size)
{
    void *library = dlopen(file, RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) {
        const char *text = dlerror();
        snprintf(reason, size, "%s", text != NULL ? text : "the loader does not say why");
    }
    return library;
}

#if defined(HAVE_DLVSYM)

/* A library without any nodes answers to every node, even to one that nobody
 * has: then the symbol was found by its name alone. */
void *vera_loader_symbol(void *library, const char *symbol, const char *node, int32_t *resolution)
{
    void *address = dlvsym(library, symbol, node);
    bool any = address != NULL && dlvsym(library, symbol, "VERA_NO_SUCH_NODE") != NULL;
    *resolution = any ? VERA_BINDING_BY_NAME : VERA_BINDING_BY_NODE;
    return address;
}

#else

void *vera_loader_symbol(void *library, const char *symbol, const char *node, int32_t *resolution)
{
    (void)node;
    *resolution = VERA_BINDING_BY_NAME;
    return dlsym(library, symbol);
}

#endif

#if defined(HAVE_DLINFO)

const char *vera_loader_file(void *library)
{
    struct link_map *map = NULL;
    return dlinfo(library, RTLD_DI_LINKMAP, &map) == 0 ? map->l_name : NULL;
}

#else

const char *vera_loader_file(void *library)
{
    (void)library;
    return NULL;
}

#endif
