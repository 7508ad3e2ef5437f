/* Places have the form FILE+0xOFFSET, without a function. The function is the last one that
 * starts before the offset.
 */
#include "place.h"

#include "leaky.h"

#include <stdlib.h>
#include <windows.h>

const char *place_function(const char *text, size_t *length)
{
    const struct {
        uintptr_t start;
        const char *name;
    } functions[] = {
        {(uintptr_t)allocated_here, "allocated_here"},
        {(uintptr_t)allocated_there, "allocated_there"},
        {(uintptr_t)aligned_here, "aligned_here"},
        {(uintptr_t)freed_here, "freed_here"},
    };
    size_t file = place_file(text);
    char *end;
    if (file == 0) {
        return NULL;
    }
    uintptr_t call = (uintptr_t)GetModuleHandleW(NULL) + strtoull(text + file, &end, 16);
    uintptr_t last = 0;
    const char *name = NULL;
    for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++) {
        if (functions[i].start <= call && functions[i].start >= last) {
            last = functions[i].start;
            name = functions[i].name;
        }
    }
    *length = (size_t)(end - text);
    return name;
}
