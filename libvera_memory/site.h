/* A place in the program's code, told by a return address, as people and addr2line
 * read it.
 */
#ifndef VERA_SITE_H
#define VERA_SITE_H

#include <stddef.h>

/* Writes the place of the call that returns to `site` to `text`: the name of its
 * file, the offset there, and the function if that is known. No lock is held. */
void vera_site_write(char *text, size_t room, const void *site);

#endif
