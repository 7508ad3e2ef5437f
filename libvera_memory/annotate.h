/* Tools that watch every access to memory: valgrind's memcheck and AddressSanitizer. If one
 * is present when the library starts, the library reports every block to it. Threads have no
 * caches then, so that no block is allocated or freed unseen.
 */
#ifndef VERA_ANNOTATE_H
#define VERA_ANNOTATE_H

#include <stdbool.h>
#include <stddef.h>

/* Looks for the tools. */
void vera_annotate_begin(void);

bool vera_annotate_is_on(void);

/* Memory belongs to the library, and no block lies there. */
void vera_annotate_inaccessible(void *memory, size_t size);

/* A block was allocated: `size` bytes, in a slot or pages of `room` bytes. */
void vera_annotate_allocated(void *block, size_t size, size_t room);

/* A block is about to be freed. */
void vera_annotate_freed(void *block, size_t room);

/* Pages are about to be unmapped, and may be anybody's next. */
void vera_annotate_unmapped(void *pages, size_t size);

#endif
