/* What the primitives, and check mode for guarded blocks, ask of the system. Addresses and sizes
 * are whole pages, failure is a value, the errors are left alone, and no lock is held. What the
 * system refused to seal or to purge may be refused without a call for the next second.
 */
#ifndef VERA_PAGES_H
#define VERA_PAGES_H

#include "system.h"

#include <stdbool.h>
#include <stddef.h>

/* How the system differs from others. */
struct vera_pages_facts {
    /* Whether parts of a mapping can be unmapped, and mappings that touch are as one. */
    bool is_divisible;
    /* From this size on a cold run is sealed, and so many may be, because a seal may split a
     * mapping. */
    size_t least_sealed;
    size_t most_sealed;
};
extern const struct vera_pages_facts vera_pages_facts VERA_HIDDEN;

/* Bytes that a new mapping needs, so that it holds `size` bytes at a multiple of `align`, which
 * is at least a page; the sum of both is at most PTRDIFF_MAX. */
size_t vera_pages_room(size_t size, size_t align);

/* New pages, all 0, where vera_pages_room says that those of that alignment lie. Null when
 * there is no memory. */
void *vera_pages_map(size_t size, size_t align);

/* The same, sealed: addresses only. */
void *vera_pages_reserve(size_t size, size_t align);

/* Seals pages: they lose their content, are inaccessible, and do not count as the process's
 * memory. False when the system refuses; nothing has changed then. */
bool vera_pages_seal(void *addr, size_t size);

/* Makes sealed pages accessible again: new pages, all 0, without what the program advised for
 * the old ones. When the system refuses, they are still sealed; or they may be unmapped, and
 * another thread may have mapped its own there: then they are lost, and count as released. */
enum vera_unsealing { VERA_PAGES_UNSEALED, VERA_PAGES_STILL_SEALED, VERA_PAGES_LOST };
enum vera_unsealing vera_pages_unseal(void *addr, size_t size);

/* Purges pages. They may be used again after vera_pages_reuse, with unspecified content.
 * False when the system refuses. */
bool vera_pages_purge(void *addr, size_t size);

/* Makes pages ready for use; some of them may have been purged. */
void vera_pages_reuse(void *addr, size_t size);

/* Releases pages: a whole mapping where mappings are not divisible. False when the system
 * cannot: to make a hole, it may need one mapping more than a process may have. */
bool vera_pages_unmap(void *addr, size_t size);

/* The calls, and what is mapped; the rest is 0. */
struct vera_system_count vera_pages_count(void);

#endif
