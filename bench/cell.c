/* Cells of a table, on standard output. */
#include "cell.h"

#include <stdio.h>

/* About three digits in any unit. */
static int decimals(double value)
{
    return value < 10 ? 2 : value < 100 ? 1 : 0;
}

void cell_number(int width, bool known, double value)
{
    if (known) {
        printf(" %*.*f", width, decimals(value), value);
    } else {
        printf(" %*s", width, "-");
    }
}

void cell_spread(struct figure figure, bool best)
{
    char text[64] = "";
    if (figure.known) {
        snprintf(text, sizeof text, "+-%.*f%s", decimals(figure.median), figure.spread,
                 best ? "*" : "");
    }
    cell_number(6, figure.known, figure.median);
    printf(" %-7s", text);
}

void cell_verdict(struct figure one, struct figure other)
{
    if (!one.known || !other.known || one.median <= 0) {
        printf(" %7s", "-");
    } else if (figure_tie(one, other)) {
        printf(" %7s", "tie");
    } else {
        printf(" %+5.0f %%", 100 * (other.median / one.median - 1));
    }
}
