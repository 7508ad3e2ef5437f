/* The mappings of the calling process, according to the system. */
#ifndef VERA_TESTS_MAPS_H
#define VERA_TESTS_MAPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mapping {
    uintptr_t start, end;
    bool is_writable;
    bool is_of_library; /* of the file of libvera_memory, or its variables */
};

/* Writes the mappings, in the order of their addresses, to `mappings`, and allocates nothing.
 * Returns how many: at most `most`, and 0 where the system does not tell. */
size_t maps_read(struct mapping *mappings, size_t most);

#endif
