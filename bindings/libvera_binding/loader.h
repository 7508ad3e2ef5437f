/* The system's loader of libraries. What differs between systems is in
 * posix/loader.c and windows/loader.c. */
#ifndef VERA_BINDING_LOADER_H
#define VERA_BINDING_LOADER_H

#include "public.h"

#include <stddef.h>

/* The key of this system's file name in a manifest's "library". */
extern const char vera_loader_format[];

/* Where a library is, seen from the folder of its manifest; null at the end. */
extern const char *const vera_loader_places[];

/* Loads a library, for good: nothing here unloads it. A name without a folder
 * is left to the loader's own search. Null when it cannot be loaded; the reason
 * is then in `reason`, and errno is ENOMEM if it was that there is no memory. */
void *vera_loader_open(const char *file, char *reason, size_t size);

/* The address of a symbol at a version node where the system and the library
 * have nodes, else by name; `*resolution` says which. Null when the library
 * does not have it. */
void *vera_loader_symbol(void *library, const char *symbol, const char *node, int32_t *resolution);

/* The file that the library was loaded from, to be freed. Null when the loader does
 * not tell; or when there is no memory, and then errno is ENOMEM. */
char *vera_loader_file(void *library);

#endif
