/* The bytes of a manifest. */
#ifndef VERA_BINDING_FILE_H
#define VERA_BINDING_FILE_H

#include "error.h"

#include <stddef.h>

/* Reads a whole file into `*text`, to be freed, and a null character after it. */
int32_t vera_file_read(const char *path, char **text, size_t *length,
                       struct vera_binding_error *error);

#endif
