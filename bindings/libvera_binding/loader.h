/* The system's dynamic loader, implemented in posix/loader.c and windows/loader.c. library.c
 * decides what to load. */
#ifndef VERA_BINDING_LOADER_H
#define VERA_BINDING_LOADER_H

#include "public.h"

#include <stddef.h>

/* The key of this system's file name in a manifest's "library". */
extern const char vera_loader_format[];

/* The folders that may hold a library, relative to the folder of its manifest; ends with
 * null. */
extern const char *const vera_loader_places[];

/* Loads a library, which is never unloaded. A name without a folder is left to the loader's
 * own search. Null if it cannot be loaded: `reason` then says why, and errno is ENOMEM if the
 * loader reports that there was no memory; dlopen does not. */
void *vera_loader_open(const char *file, char *reason, size_t size);

/* The address of a symbol: at its version node if the system and the library have nodes,
 * else by name; `*resolution` says which. Null if the library does not have it. */
void *vera_loader_symbol(void *library, const char *symbol, const char *node, int32_t *resolution);

/* The file that the library was loaded from; the caller frees it. Null if the loader cannot
 * say, or if there is no memory; then errno is ENOMEM. */
char *vera_loader_file(void *library);

#endif
