/* Places have the form FILE+0xOFFSET (FUNCTION). */
#include "place.h"

#include <stdio.h>
#include <string.h>

const char *place_function(const char *text, size_t *length)
{
    static char name[32];
    int end = 0;
    size_t file = place_file(text);
    if (file == 0 || sscanf(text + file, "%*x (%31[a-z_])%n", name, &end) != 1 || end == 0) {
        return NULL;
    }
    *length = file + (size_t)end;
    return name;
}
