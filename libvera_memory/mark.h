/* The byte that stands, in check mode, where nobody may write: beside a block, and in a
 * freed one.
 */
#ifndef VERA_MARK_H
#define VERA_MARK_H

/* Writes it from `at` to `end`. */
void vera_mark_write(char *at, const char *end);

/* The first byte from `at` to `end` that is another; null if none is. */
const char *vera_mark_find_other(const char *at, const char *end);

#endif
