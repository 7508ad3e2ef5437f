/* The charts, and what each shows of a document. plot.h draws one. */
#include "chart.h"

#include "allocator.h"
#include "die.h"
#include "figure.h"
#include "plot.h"

#include <errno.h>
#include <fnmatch.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>

/* 0.5 is half as fast as the best peer. */
static bool speed(const json_t *row, const char *contestant, double *value)
{
    const char *peer = figure_best_peer(row, "wall");
    struct figure figure = figure_of(row, contestant, "wall");
    if (peer == NULL || !figure.known || figure.median <= 0) {
        return false;
    }
    *value = figure_of(row, peer, "wall").median / figure.median;
    return true;
}

static bool growth(const json_t *row, const char *contestant, double *value)
{
    struct figure figure = figure_of(row, contestant, "growth");
    *value = figure.median / FIGURE_MIB;
    return figure.known;
}

static const struct chart charts[] = {
    {
        .file = "speed",
        .title = "Speed of vera and its peers, where the fastest peer is 1",
        .hint = "farther right is faster",
        .rows = "*",
        .value = speed,
        .least = 1.0 / 32,
        .most = 4,
        .tics = "'1/32' 0.03125, '1/16' 0.0625, '1/8' 0.125, '1/4' 0.25, '1/2' 0.5, "
                "'1' 1, '2' 2, '4' 4",
        .line = 1,
    },
    {
        .file = "memory",
        .title = "Resident memory that vera and its peers add, in MiB",
        .hint = "farther left is less",
        .rows = "@(batch, random order|churn|aligned|large|producer and consumer|larson|"
                "64 threads|program *|distribution *)",
        .value = growth,
        .least = 0.125,
        .most = 256,
        .tics = "'1/8' 0.125, '1/4' 0.25, '1/2' 0.5, '1' 1, '2' 2, '4' 4, '8' 8, "
                "'16' 16, '32' 32, '64' 64, '128' 128, '256' 256",
    },
};

/* The measured peers, then vera, which is drawn on top. */
static struct contestants find_contestants(const json_t *document)
{
    struct contestants all = figure_contestants(document);
    struct contestants contestants = {.count = 0};
    for (size_t i = 0; i < all.count; i++) {
        if (figure_is_peer(all.names[i])) {
            contestants.names[contestants.count++] = all.names[i];
        }
    }
    if (figure_takes_part(&all, ALLOCATOR_VERA)) {
        contestants.names[contestants.count++] = ALLOCATOR_VERA;
    }
    return contestants;
}

static bool has_dot(const struct plot *plot, const json_t *row)
{
    double value;
    for (size_t i = 0; i < plot->contestants.count; i++) {
        if (plot->chart->value(row, plot->contestants.names[i], &value)) {
            return true;
        }
    }
    return false;
}

static void find_rows(struct plot *plot)
{
    size_t i;
    json_t *row;
    json_array_foreach (json_object_get(plot->document, "rows"), i, row) {
        if (figure_kind(row) == KIND_ALLOCATION && has_dot(plot, row) &&
            fnmatch(plot->chart->rows, figure_text(row, "name"), FNM_EXTMATCH) == 0 &&
            plot->row_count < sizeof plot->rows / sizeof *plot->rows) {
            plot->rows[plot->row_count++] = row;
        }
    }
}

static void draw(FILE *script, const json_t *document, const struct chart *chart,
                 const char *folder)
{
    struct plot plot = {
        .document = document,
        .chart = chart,
        .contestants = find_contestants(document),
    };
    find_rows(&plot);
    if (plot.row_count > 0) {
        plot_write(script, &plot, folder);
    }
}

void chart_draw(const json_t *document, const char *folder)
{
    if (mkdir(folder, 0777) != 0 && errno != EEXIST) {
        die("%s: %s", folder, strerror(errno));
    }
    /* If gnuplot ends before it has read everything, this program must not end silently. */
    signal(SIGPIPE, SIG_IGN);
    FILE *script = popen("gnuplot -", "w");
    for (size_t i = 0; script != NULL && i < sizeof charts / sizeof *charts; i++) {
        draw(script, document, &charts[i], folder);
    }
    int status = script != NULL ? pclose(script) : -1;
    if (status == -1 || WIFSIGNALED(status) || WEXITSTATUS(status) == 127) {
        die("no charts: gnuplot cannot be run");
    }
    if (status != 0) {
        die("no charts: gnuplot failed with status %d", WEXITSTATUS(status));
    }
}
