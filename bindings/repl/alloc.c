/* Thin wrappers around calloc and realloc that exit when memory runs out. They
 * keep no state. */
#include "alloc.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CAPACITY_MIN = 16 };

static void *demand(void *memory)
{
    if (memory == NULL) {
        fputs("vera-repl: out of memory\n", stderr);
        exit(EXIT_FAILURE);
    }
    return memory;
}

void *repl_alloc_zeroed(size_t count, size_t size)
{
    /* For a size of 0, calloc may return null. */
    return demand(calloc(count > 0 ? count : 1, size));
}

void *repl_alloc_grow(void *array, size_t count, size_t size, size_t *capacity)
{
    if (count < *capacity) {
        return array;
    }
    size_t wanted = *capacity > 0 ? *capacity : CAPACITY_MIN;
    if (wanted > SIZE_MAX / 2 / size) {
        demand(NULL);
    }
    *capacity = wanted * 2;
    return demand(realloc(array, *capacity * size));
}

char *repl_alloc_copy(const char *start, size_t length)
{
    char *copy = repl_alloc_zeroed(length + 1, 1);
    memcpy(copy, start, length);
    return copy;
}
