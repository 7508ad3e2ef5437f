#include "counts.h"

#include "allocator.h"
#include "figure.h"

#include <stdio.h>

void counts_print(const json_t *document)
{
    size_t index;
    const json_t *row;
    json_array_foreach (json_object_get(document, "rows"), index, row) {
        struct figure net = figure_of(row, ALLOCATOR_VERA, FIGURE_NET);
        if (net.known) {
            printf("%.1f %s\n", net.median, figure_text(row, "name"));
        }
    }
}
