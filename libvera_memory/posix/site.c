/* dladdr, which allocates nothing. */
#include "site.h"

#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static const char *last_part(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

void vera_site_write(char *text, size_t room, const void *site)
{
    /* The call is before the address that it returns to. */
    uintptr_t call = (uintptr_t)site - 1;
    Dl_info found;
    if (dladdr((void *)call, &found) == 0 || found.dli_fname == NULL) {
        snprintf(text, room, "%p", (void *)call);
        return;
    }
    unsigned long offset = (unsigned long)(call - (uintptr_t)found.dli_fbase);
    const char *file = last_part(found.dli_fname);
    if (found.dli_sname != NULL) {
        snprintf(text, room, "%.80s+0x%lx (%.80s)", file, offset, found.dli_sname);
    } else {
        snprintf(text, room, "%.80s+0x%lx", file, offset);
    }
}
