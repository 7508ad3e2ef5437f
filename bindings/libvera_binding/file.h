/* Reads the file of a manifest into memory. */
#ifndef VERA_BINDING_FILE_H
#define VERA_BINDING_FILE_H

#include "error.h"

#include <stddef.h>

/* Reads a whole file into `*text`, with a null character after it. The caller frees it; after
 * a failure it is null. Returns VERA_BINDING_OK, NOT_FOUND, MANIFEST (too long to be one) or
 * MEMORY. */
int32_t vera_file_read(const char *path, char **text, size_t *length,
                       struct vera_binding_error *error);

#endif
