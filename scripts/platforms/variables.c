/*
 * Preloaded into a program that qemu runs with larger pages than the machine has. In the
 * page where a segment's file ends, qemu lets system calls reach only the machine's own,
 * smaller page, until the protection of the whole page is set again. Programs that this
 * one starts are the machine's own, so they must not preload this.
 */
#define _GNU_SOURCE
#include <link.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

/* From the page where the file ends, because those before it may be read-only already, to
 * the end of the last page, because the loader uses that. */
static int protect_variables(uintptr_t base, const ElfW(Phdr) * segment)
{
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    uintptr_t begin = (base + segment->p_vaddr + segment->p_filesz) & -page;
    uintptr_t end = (base + segment->p_vaddr + segment->p_memsz + page - 1) & -page;
    return mprotect((void *)begin, end - begin, PROT_READ | PROT_WRITE);
}

static int protect_object(struct dl_phdr_info *object, size_t size, void *context)
{
    (void)size;
    (void)context;
    for (int i = 0; i < object->dlpi_phnum; i++) {
        const ElfW(Phdr) *segment = &object->dlpi_phdr[i];
        if (segment->p_type == PT_LOAD && segment->p_memsz > segment->p_filesz &&
            protect_variables(object->dlpi_addr, segment) != 0) {
            abort();
        }
    }
    return 0;
}

__attribute__((constructor)) static void begin(void)
{
    dl_iterate_phdr(protect_object, NULL);
    unsetenv("LD_PRELOAD");
}
