/* Reads the file of a manifest into memory. */
#include "file.h"

#include "path.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* No manifest comes near this size. It stops a wrong path from filling the memory. */
enum { most = 4 << 20 };

static bool grow(char **text, size_t *room)
{
    size_t wanted = *room == 0 ? 8192 : *room * 2;
    char *larger = realloc(*text, wanted);
    if (larger != NULL) {
        *text = larger;
        *room = wanted;
    }
    return larger != NULL;
}

/* A short read means the end of the file. */
static int32_t read_all(FILE *file, char **text, size_t *length)
{
    size_t room = 0;
    do {
        if (room > most) {
            return VERA_BINDING_MANIFEST;
        }
        if (!grow(text, &room)) {
            return VERA_BINDING_MEMORY;
        }
        *length += fread(*text + *length, 1, room - 1 - *length, file);
    } while (*length == room - 1);
    (*text)[*length] = '\0';
    return ferror(file) ? VERA_BINDING_NOT_FOUND : VERA_BINDING_OK;
}

static int32_t explain(int32_t code, const char *path, struct vera_binding_error *error)
{
    if (code == VERA_BINDING_MEMORY || (code == VERA_BINDING_NOT_FOUND && errno == ENOMEM)) {
        return vera_error_memory(error);
    }
    if (code == VERA_BINDING_MANIFEST) {
        return vera_error_set(error, code, "%s:1:1: longer than %d bytes, so not a manifest", path,
                              (int)most);
    }
    return vera_error_set(error, code, "%s cannot be read: %s", path, strerror(errno));
}

int32_t vera_file_read(const char *path, char **text, size_t *length,
                       struct vera_binding_error *error)
{
    *text = NULL;
    *length = 0;
    FILE *file = vera_path_open(path);
    if (file == NULL) {
        return explain(VERA_BINDING_NOT_FOUND, path, error);
    }
    int32_t code = read_all(file, text, length);
    if (code != VERA_BINDING_OK) {
        code = explain(code, path, error);
        free(*text);
        *text = NULL;
    }
    fclose(file);
    return code;
}
