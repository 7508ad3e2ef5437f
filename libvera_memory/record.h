/* Memory for the library's own records: all 0, never given back to the system,
 * and apart from every block, so that a program's stray write does not reach
 * it. Whoever takes a record keeps it for reuse, always as the same kind.
 */
#ifndef VERA_RECORD_H
#define VERA_RECORD_H

#include "system.h"

#include <stddef.h>

#define VERA_RECORD_LINE 64u /* records start on a cache line of their own */
#define VERA_RECORD_MAX ((size_t)64 << 10)

/* `size` bytes, from 1 to VERA_RECORD_MAX, all 0. Null, with errno set, when
 * there are none. */
void *vera_record_new(size_t size);

void vera_record_each_lock(void (*act)(struct vera_lock *));

#endif
