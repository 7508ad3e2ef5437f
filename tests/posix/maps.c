/* Reads /proc/self/maps with system calls alone: stdio would allocate a buffer, which may become
 * a mapping.
 */
#include "maps.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char text[(size_t)4 << 20];

static size_t read_all(void)
{
    size_t length = 0;
    ssize_t more = 0;
    int file = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
    while (file >= 0 && (more = read(file, text + length, sizeof text - 1 - length)) > 0) {
        length += (size_t)more;
    }
    if (file >= 0) {
        close(file);
    }
    text[length] = '\0';
    return length;
}

/* A line is START-END rwxp and so on, in hexadecimal digits, and at its end the file, if there is
 * one. Returns the next line. */
static char *read_line(char *line, struct mapping *mapping)
{
    char *rest;
    size_t length = strcspn(line, "\n");
    char *next = line + length + (line[length] != '\0');
    line[length] = '\0';
    mapping->start = (uintptr_t)strtoull(line, &rest, 16);
    mapping->end = (uintptr_t)strtoull(rest + 1, &rest, 16);
    mapping->is_writable = rest[2] == 'w';
    mapping->is_of_library = strstr(rest, "/libvera_memory") != NULL;
    return next;
}

/* The variables that are 0 at first have no file, and follow those that have one. */
static bool follows_library(const struct mapping *mapping)
{
    return mapping[-1].is_of_library && mapping[-1].is_writable && mapping->is_writable &&
           mapping[-1].end == mapping->start;
}

size_t maps_read(struct mapping *mappings, size_t most)
{
    size_t count = 0;
    if (read_all() == 0) {
        return 0;
    }
    for (char *line = text; *line != '\0' && count < most; count++) {
        line = read_line(line, &mappings[count]);
        mappings[count].is_of_library |= count > 0 && follows_library(&mappings[count]);
    }
    return count;
}
