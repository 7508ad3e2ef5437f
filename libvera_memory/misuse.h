/* What happens when a program breaks the contract: one line on standard error, and then the
 * end of the program or, with VERA_MEMORY_MISUSE=report, the refusal of the call.
 */
#ifndef VERA_MISUSE_H
#define VERA_MISUSE_H

#include "platform.h"

#include <stdbool.h>
#include <stddef.h>

/* What is wrong with a pointer that was freed as a block with a class. */
enum vera_misuse {
    VERA_MISUSE_NONE,
    VERA_MISUSE_FOREIGN,  /* no slab or large block of this library is there */
    VERA_MISUSE_LARGE,    /* a large block is there */
    VERA_MISUSE_CLASS,    /* a slab of another class is there */
    VERA_MISUSE_INTERIOR, /* it is not the start of a slot */
    VERA_MISUSE_DOUBLE    /* the slot holds no block */
};

/* Reads VERA_MEMORY_MISUSE: "abort", the default, or "report". */
void vera_misuse_read_setting(void);

/* Prints "vera_memory: misuse: " and the text, which says what was given, where, and what
 * was expected. Then aborts, or returns. It does not set errno, because the misuse may be another
 * call's; a function that refuses its own does. No lock is held. */
VERA_FORMAT(1, 2) void vera_misuse_report(const char *format, ...);

/* How many times it was called. */
size_t vera_misuse_count(void);

/* Whether the program is being aborted: some C libraries run destructors then. */
bool vera_misuse_is_fatal(void);

#endif
