/* The bars: what the library must reach, and what it reached.
 */
#ifndef BENCH_BARS_H
#define BENCH_BARS_H

#include <jansson.h>
#include <stddef.h>

/* Prints for every bar whether a document of measure.h reaches it, misses it or has no figures
 * for it. Returns how many are missed. */
size_t bars_print(const json_t *document);

#endif
