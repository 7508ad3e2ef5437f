/* What all caches share beyond what each has of its own: a cache that needs more room borrows
 * bytes, so that one busy thread may hold much, and many threads together little more.
 */
#ifndef VERA_LOAN_H
#define VERA_LOAN_H

#include <stdbool.h>
#include <stddef.h>

/* The most bytes that are lent. */
#define VERA_LOAN_MOST ((size_t)8 << 20)

/* Lends bytes; false, with nothing done, if that would be too many. */
bool vera_loan_take(size_t bytes);

/* Takes them back. */
void vera_loan_give(size_t bytes);

/* In a child: what the caches of other threads borrowed is lost with them, and only so many bytes
 * are lent. */
void vera_loan_begin_child(size_t bytes);

#endif
