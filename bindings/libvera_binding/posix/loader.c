/* The dynamic loader through dlopen. */
#define _GNU_SOURCE
#include "../loader.h"

#include <dlfcn.h>
#include <errno.h>
#if defined(HAVE_DLINFO)
#include <link.h>
#endif
#include <stdio.h>
#include <string.h>

#if defined(__APPLE__)
const char vera_loader_format[] = "mach-o";
#else
const char vera_loader_format[] = "elf";
#endif

const char *const vera_loader_places[] = {"../..", NULL};

/* All symbols are bound now, so that a library with an unresolved symbol is refused here
 * instead of ending the program in the middle of a call. */
void *vera_loader_open(const char *file, char *reason, size_t size)
{
    void *library = dlopen(file, RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) {
        const char *text = dlerror();
        snprintf(reason, size, "%s", text != NULL ? text : "the loader gives no reason");
        errno = 0;
    }
    return library;
}

#if defined(HAVE_DLINFO)

/* For functions that read the loader's own data. The loader wrote it under a lock that
 * dlopen has taken since, but ThreadSanitizer does not know that lock. */
#define READS_LOADER_DATA __attribute__((__no_sanitize__("thread")))

static struct link_map *find_map(void *library)
{
    struct link_map *map = NULL;
    return dlinfo(library, RTLD_DI_LINKMAP, &map) == 0 ? map : NULL;
}

READS_LOADER_DATA char *vera_loader_file(void *library)
{
    const struct link_map *map = find_map(library);
    errno = 0;
    return map != NULL ? strdup(map->l_name) : NULL;
}

#else

char *vera_loader_file(void *library)
{
    (void)library;
    errno = 0;
    return NULL;
}

#endif

#if defined(HAVE_DLINFO) && defined(HAVE_DLVSYM)

/* Whether the library defines version nodes. If it was linked without any, dlvsym does not
 * find its symbols. */
READS_LOADER_DATA static bool has_nodes(void *library)
{
    const struct link_map *map = find_map(library);
    if (map == NULL) {
        return false;
    }
    for (const ElfW(Dyn) *entry = map->l_ld; entry->d_tag != DT_NULL; entry++) {
        if (entry->d_tag == DT_VERDEF) {
            return true;
        }
    }
    return false;
}

void *vera_loader_symbol(void *library, const char *symbol, const char *node, int32_t *resolution)
{
    if (has_nodes(library)) {
        *resolution = VERA_BINDING_BY_NODE;
        return dlvsym(library, symbol, node);
    }
    *resolution = VERA_BINDING_BY_NAME;
    return dlsym(library, symbol);
}

#else

void *vera_loader_symbol(void *library, const char *symbol, const char *node, int32_t *resolution)
{
    (void)node;
    *resolution = VERA_BINDING_BY_NAME;
    return dlsym(library, symbol);
}

#endif
