/* A table of the figures, for people.
 */
#ifndef BENCH_TABLE_H
#define BENCH_TABLE_H

#include <jansson.h>

/* Prints a document of measure.h on standard output. */
void table_print(const json_t *document);

#endif
