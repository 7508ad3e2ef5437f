/* What the library must reach, beside what it reached.
 */
#ifndef BENCH_BARS_H
#define BENCH_BARS_H

#include <jansson.h>
#include <stddef.h>

/* Prints every bar that a document of measure.h has figures for. Returns how many
 * are missed. */
size_t bars_print(const json_t *document);

#endif
