/* Prints the instructions of the library's fast paths, for a script to compare.
 */
#ifndef BENCH_COUNTS_H
#define BENCH_COUNTS_H

#include <jansson.h>

/* Prints a line for each row of a document of measure.h whose instructions were counted: those of
 * libvera_memory, less the harness's, and the row's name. */
void counts_print(const json_t *document);

#endif
