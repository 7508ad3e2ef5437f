/* Places have the form FILE+0xOFFSET, without a function. The function is the last one that
 * starts before the offset.
 */
#include "place.h"

#include "leaky.h"

#include <stdlib.h>
#include <windows.h>

const char *place_function(const char *text, size_t *length)
{
    size_t file = place_file(text);
    char *end;
    if (file == 0) {
        return NULL;
    }
    uintptr_t call = (uintptr_t)GetModuleHandleW(NULL) + strtoull(text + file, &end, 16);
    uintptr_t here = (uintptr_t)allocated_here;
    uintptr_t there = (uintptr_t)allocated_there;
    *length = (size_t)(end - text);
    if (call < here && call < there) {
        return NULL;
    }
    return call >= here && (call < there || here > there) ? "allocated_here" : "allocated_there";
}
