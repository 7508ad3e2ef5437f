/* Windows has no memcheck, and GCC for Windows no AddressSanitizer: nothing to tell. */
#include "annotate.h"

void vera_annotate_begin(void)
{
}

bool vera_annotate_is_on(void)
{
    return false;
}

void vera_annotate_inaccessible(void *memory, size_t size)
{
    (void)memory;
    (void)size;
}

void vera_annotate_allocated(void *block, size_t size, size_t room)
{
    (void)block;
    (void)size;
    (void)room;
}

void vera_annotate_freed(void *block, size_t room)
{
    (void)block;
    (void)room;
}

void vera_annotate_unmapped(void *pages, size_t size)
{
    (void)pages;
    (void)size;
}
