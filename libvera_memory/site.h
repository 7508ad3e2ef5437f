/* A place in the program's code, given by a return address, in a form that people and
 * addr2line read.
 */
#ifndef VERA_SITE_H
#define VERA_SITE_H

#include <stddef.h>

/* Writes the place of the call that returns to `site` to `text`: the file's name, the offset
 * in it, and the function if it is known. No lock is held. */
void vera_site_write(char *text, size_t room, const void *site);

#endif
