/* The file's name is the last part of the path that the program was started by. */
#include "place.h"

#include "run.h"

#include <stdbool.h>
#include <string.h>

size_t place_file(const char *text)
{
    const char *name = run_arguments[0];
    for (const char *at = name; *at != '\0'; at++) {
        name = *at == '/' || *at == '\\' ? at + 1 : name;
    }
    size_t length = strlen(name);
    bool is_there = strncmp(text, name, length) == 0 && strncmp(text + length, "+0x", 3) == 0;
    return is_there ? length + 3 : 0;
}
