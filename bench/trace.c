/* Replays what a real program allocated and freed, in its order and with its sizes. Writes the
 * first and the last byte of each block.
 */
#include "die.h"
#include "row.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* With an alignment, `first` and `second` are the arguments of allocate_aligned and `last` is that
 * of free_aligned; without one, `first` is 0. */
struct step {
    uint32_t number;
    uint32_t size; /* 0: a free */
    size_t first, second, last;
};

struct live {
    char *block;
    const struct step *step; /* that allocated it */
};

struct trace {
    struct step *steps;
    size_t count;
    size_t allocations;
    struct live *live;
};

static struct step parse(char *line, const struct form *form)
{
    char *end;
    struct step step = {.number = (uint32_t)strtoul(line, &end, 10)};
    size_t size = strtoul(end, &end, 10);
    size_t align = strtoul(end, &end, 10);
    step.size = (uint32_t)size;
    if (align > 0) {
        step.first = form->first(size, align);
        step.second = form->second(size, align);
        step.last = form->last(align);
    }
    return step;
}

enum { PATH_ROOM = 4096 };

static void name_file(char *path, const char *folder, const char *name)
{
    snprintf(path, PATH_ROOM, "%s/%s.trace", folder, name);
}

bool row_trace_is_there(const char *folder, const char *name)
{
    char path[PATH_ROOM];
    name_file(path, folder, name);
    return access(path, R_OK) == 0;
}

static struct trace load(const char *folder, const char *name, const struct form *form)
{
    struct trace trace;
    size_t numbers;
    size_t read = 0;
    char path[PATH_ROOM];
    char line[128];
    name_file(path, folder, name);
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        die("%s: %s", path, strerror(errno));
    }
    if (fgets(line, sizeof line, file) == NULL ||
        sscanf(line, "%zu %zu %zu", &trace.count, &numbers, &trace.allocations) != 3 ||
        trace.count == 0) {
        die("%s:1: expected three numbers: steps, blocks, allocations", path);
    }
    trace.steps = trial_map(trace.count * sizeof *trace.steps);
    trace.live = trial_map(numbers * sizeof *trace.live);
    while (read < trace.count && fgets(line, sizeof line, file) != NULL) {
        trace.steps[read] = parse(line, form);
        if (trace.steps[read++].number >= numbers) {
            die("%s:%zu: expected a number below %zu", path, read + 1, numbers);
        }
    }
    fclose(file);
    if (read < trace.count) {
        die("%s: ends after %zu steps; expected %zu", path, read, trace.count);
    }
    return trace;
}

static void allocate_one(const struct allocator *a, struct live *live, const struct step *step)
{
    live->step = step;
    live->block = step->first != 0 ? a->allocate_aligned(step->first, step->second)
                                   : a->allocate(step->size, 0);
    live->block[0] = live->block[step->size - 1] = 1;
}

static void free_one(const struct allocator *a, const struct live *live)
{
    const struct step *step = live->step;
    if (step->first != 0) {
        a->free_aligned(live->block, step->size, step->last);
    } else {
        a->free(live->block, step->size, 0);
    }
}

void row_trace(struct trial *trial)
{
    const struct allocator a = *trial->allocator;
    const struct trace trace = load(trial->traces, trial->row->trace, a.form);
    trial_set_baseline(trial);
    while (trial_again(trial, trace.allocations)) {
        for (const struct step *step = trace.steps; step < trace.steps + trace.count; step++) {
            struct live *live = &trace.live[step->number];
            if (step->size > 0) {
                allocate_one(&a, live, step);
            } else {
                free_one(&a, live);
            }
        }
    }
}
