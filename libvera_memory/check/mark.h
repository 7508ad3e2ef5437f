/* The byte that fills, in check mode, what nobody may write to: the room beside a block, and a
 * freed block.
 */
#ifndef VERA_CHECK_MARK_H
#define VERA_CHECK_MARK_H

/* Fills the bytes from `at` to `end`. */
void vera_mark_write(char *at, const char *end);

/* The first byte from `at` to `end` that is not a mark; null if all are. */
const char *vera_mark_find_other(const char *at, const char *end);

#endif
