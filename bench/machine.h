/* The machine that the figures were measured on.
 */
#ifndef BENCH_MACHINE_H
#define BENCH_MACHINE_H

#include <jansson.h>

/* Returns {"date", "processor", "cores", "memory" (bytes), "system", "libc", "compiler"}, which the
 * caller owns. */
json_t *machine_describe(void);

#endif
