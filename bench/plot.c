/* Writes gnuplot's script. Text from a document is quoted, and the terminals do not interpret
 * markup in it. */
#include "plot.h"

#include "allocator.h"

#include <math.h>
#include <string.h>

/* Okabe and Ito's colours, which people with any kind of colour vision can tell apart, and a
 * different shape for each, for print. */
struct mark {
    const char *colour;
    int shape; /* gnuplot's number */
    double size;
};

static const struct mark vera_mark = {"#D55E00", 7, 1.6};
static const struct mark peer_marks[] = {
    {"#0072B2", 5, 1.0},  {"#009E73", 9, 1.2},  {"#CC79A7", 13, 1.2},
    {"#56B4E9", 11, 1.2}, {"#E69F00", 15, 1.2}, {"#000000", 2, 1.0},
};

/* A file format. The sizes of fonts and marks have different units in each. */
struct format {
    const char *suffix;
    const char *terminal; /* gnuplot's name and options */
    double mark;          /* the size of a mark of size 1 */
    int number_font;
};

static const struct format formats[] = {
    {"png", "pngcairo font 'sans,11'", 1.0, 9},
    {"svg", "svg font 'sans-serif,14'", 0.65, 12},
};

enum { WIDTH = 960, ROW_HEIGHT = 30, FRAME_HEIGHT = 130 }; /* in pixels */

/* The axis extends beyond its ends by this factor. */
#define ROOM 1.7

/* Writes a gnuplot string. */
static void quote(FILE *script, const char *text)
{
    putc('\'', script);
    for (; *text != '\0'; text++) {
        fputs(*text == '\'' ? "''" : (char[]){*text, '\0'}, script);
    }
    putc('\'', script);
}

static struct mark mark_of(const char *contestant, size_t index)
{
    return strcmp(contestant, ALLOCATOR_VERA) == 0
               ? vera_mark
               : peer_marks[index % (sizeof peer_marks / sizeof *peer_marks)];
}

/* Vera's mark is in the middle of its row. Its peers' marks are above and below it, a little
 * apart, so that none hides another. */
static double height(const struct plot *plot, size_t row, size_t contestant)
{
    size_t above = (plot->contestants.count - 1) / 2;
    double apart = 0.8 / (double)plot->contestants.count;
    double places = (double)contestant - (double)above;
    if (strcmp(plot->contestants.names[contestant], ALLOCATOR_VERA) == 0) {
        places = 0;
    } else if (contestant >= above) {
        places += 1;
    }
    return (double)row + places * apart;
}

/* A value beyond the axis is drawn at its end, with its number outside. */
static void write_dot(FILE *script, const struct chart *chart, double value, double at)
{
    char number[32];
    bool below = value < chart->least;
    bool above = value > chart->most;
    snprintf(number, sizeof number, value < 100 ? "%.2g" : "%.0f", value);
    fprintf(script, "%g %g \"%s\" \"%s\"\n", fmin(fmax(value, chart->least), chart->most), at,
            below ? number : "", above ? number : "");
}

/* Writes a contestant's data block. */
static void write_data(FILE *script, const struct plot *plot, size_t contestant)
{
    fprintf(script, "$dots%zu << END\n", contestant);
    for (size_t i = 0; i < plot->row_count; i++) {
        double value;
        if (plot->chart->value(plot->rows[i], plot->contestants.names[contestant], &value)) {
            write_dot(script, plot->chart, value, height(plot, i, contestant));
        }
    }
    fputs("END\n", script);
}

static void write_title(FILE *script, const struct plot *plot)
{
    const json_t *machine = json_object_get(plot->document, "machine");
    char origin[512];
    snprintf(origin, sizeof origin, "%s, %d cores, %s, median of %d rounds",
             figure_text(machine, "processor"),
             (int)json_integer_value(json_object_get(machine, "cores")),
             figure_text(machine, "date"),
             (int)json_integer_value(json_object_get(plot->document, "rounds")));
    fputs("set title ", script);
    quote(script, plot->chart->title);
    fputs(".\"\\n\".", script);
    quote(script, origin);
    putc('\n', script);
}

/* Every second row has a darker background, to lead the eye from its name. */
static void write_rows(FILE *script, const struct plot *plot)
{
    fprintf(script, "set yrange [%zu - 0.5:-0.5]\nset ytics scale 0 (", plot->row_count);
    for (size_t i = 0; i < plot->row_count; i++) {
        fputs(i > 0 ? ", " : "", script);
        quote(script, figure_text(plot->rows[i], "name"));
        fprintf(script, " %zu", i);
    }
    fputs(") textcolor '#222222'\n", script);
    for (size_t i = 1; i < plot->row_count; i += 2) {
        fprintf(script,
                "set object rectangle from graph 0, first %zu - 0.5 to graph 1, first %zu + 0.5 "
                "behind fillcolor '#F3F3F3' fillstyle solid noborder\n",
                i, i);
    }
}

/* There is room for numbers beyond each end. */
static void write_axis(FILE *script, const struct chart *chart)
{
    fprintf(script,
            "set logscale x 2\nset xrange [%g:%g]\n"
            "set xtics (%s) textcolor '#222222'\nset xlabel '%s'\n"
            "set grid xtics linetype 1 linecolor '#DDDDDD'\nset border linecolor '#888888'\n"
            "set key above horizontal maxcols 5 Left reverse\n",
            chart->least / ROOM, chart->most * ROOM, chart->tics, chart->hint);
    if (chart->line > 0) {
        fprintf(script,
                "set arrow from %g, graph 0 to %g, graph 1 nohead back linecolor '#333333' "
                "linewidth 1.5\n",
                chart->line, chart->line);
    }
}

/* The numbers of values beyond an end: on the left from column 3, on the right from column 4. */
static void write_numbers(FILE *script, size_t contestant, const char *colour, int font)
{
    fprintf(script,
            ", $dots%zu using 1:2:3 with labels right offset -1.2, 0 font ',%d' textcolor '%s' "
            "notitle",
            contestant, font, colour);
    fprintf(script,
            ", $dots%zu using 1:2:4 with labels left offset 1.2, 0 font ',%d' textcolor '%s' "
            "notitle",
            contestant, font, colour);
}

static void write_dots(FILE *script, const struct plot *plot, const struct format *format)
{
    for (size_t i = 0; i < plot->contestants.count; i++) {
        struct mark mark = mark_of(plot->contestants.names[i], i);
        fprintf(script,
                "%s$dots%zu using 1:2 with points linecolor '%s' pointtype %d pointsize %g title ",
                i == 0 ? "plot " : ", ", i, mark.colour, mark.shape, mark.size * format->mark);
        quote(script, plot->contestants.names[i]);
        write_numbers(script, i, mark.colour, format->number_font);
    }
    putc('\n', script);
}

static void write_file(FILE *script, const struct plot *plot, const struct format *format,
                       const char *folder)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s.%s", folder, plot->chart->file, format->suffix);
    fprintf(script, "set terminal %s noenhanced size %d, %zu background '#FFFFFF'\nset output ",
            format->terminal, WIDTH, FRAME_HEIGHT + ROW_HEIGHT * plot->row_count);
    quote(script, path);
    putc('\n', script);
    write_dots(script, plot, format);
}

void plot_write(FILE *script, const struct plot *plot, const char *folder)
{
    fputs("reset\n", script);
    for (size_t i = 0; i < plot->contestants.count; i++) {
        write_data(script, plot, i);
    }
    write_title(script, plot);
    write_rows(script, plot);
    write_axis(script, plot->chart);
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        write_file(script, plot, &formats[i], folder);
    }
}
