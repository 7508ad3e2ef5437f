/* dladdr, which allocates nothing. */
#include "site.h"

#include <dlfcn.h>
#if defined(__ELF__)
#include <link.h>
#endif
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#if defined(__ELF__)

/* What a loaded file's addresses have in memory beyond those in the file: nothing, for a program
 * that is not position-independent. The file's headers tell, which are in memory: the system's
 * lists take a lock that fork does not renew in a child. */
static uintptr_t bias_of(const void *image)
{
    const ElfW(Ehdr) *header = image;
    if (memcmp(header->e_ident, ELFMAG, SELFMAG) != 0 || header->e_phoff != sizeof *header) {
        return (uintptr_t)image;
    }
    const ElfW(Phdr) *part = (const void *)(header + 1);
    const ElfW(Phdr) *end = part + header->e_phnum;
    while (part < end && part->p_type != PT_LOAD) {
        part++;
    }
    return part < end ? (uintptr_t)image - part->p_vaddr : (uintptr_t)image;
}

#else

static uintptr_t bias_of(const void *image)
{
    return (uintptr_t)image;
}

#endif

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
    unsigned long offset = (unsigned long)(call - bias_of(found.dli_fbase));
    const char *file = last_part(found.dli_fname);
    if (found.dli_sname != NULL) {
        snprintf(text, room, "%.80s+0x%lx (%.80s)", file, offset, found.dli_sname);
    } else {
        snprintf(text, room, "%.80s+0x%lx", file, offset);
    }
}
