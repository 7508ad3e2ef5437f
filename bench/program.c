/* Plays a recording, in its order and with its sizes. If the program has several threads, their
 * steps follow each other as they did then, in one thread.
 */
#include "die.h"
#include "recording.h"
#include "replay.h"
#include "row.h"

#include <unistd.h>

enum { PARTS = 8 };

bool row_recording_is_there(const char *folder, const char *name)
{
    return access(recording_path(folder, name), R_OK) == 0;
}

static void add_step(struct replay *replay, const char *path, const struct recording_step *step)
{
    if (!step->allocates) {
        replay_add_free(replay, step->number);
    } else if (step->size < REPLAY_SIZES) {
        size_t align = step->align > 0 ? (size_t)1 << step->align : 0;
        replay_add_allocation(replay, step->number, step->size, align);
    } else {
        die("%s: has a block of %zu bytes; expected less than 2 GiB", path, step->size);
    }
}

/* Loads a recording, with frees of what is live at the end. */
static struct replay load(const struct trial *trial, struct recording_header *header)
{
    const char *path = recording_path(trial->recordings, trial->row->recording);
    struct recording recording = recording_open(path);
    *header = recording.header;
    struct replay replay =
        replay_begin(trial->allocator, header->steps + header->blocks, header->blocks);
    struct recording_step step;
    while (recording_next(&recording, &step)) {
        add_step(&replay, path, &step);
    }
    recording_close(&recording);
    return replay;
}

/* Again and again, so that what a program does in phases is repeated. */
void row_program(struct trial *trial)
{
    struct recording_header header;
    struct replay replay = load(trial, &header);
    trial_set_baseline(trial);
    while (trial_again(trial, header.allocations)) {
        replay_run(&replay, trial->allocator, 0, replay.count);
    }
}

/* What is live at the start is not timed. The rest is played in parts, once. */
void row_distribution(struct trial *trial)
{
    struct recording_header header;
    struct replay replay = load(trial, &header);
    size_t part = (header.steps - header.first) / PARTS;
    size_t at = header.first;
    trial_set_baseline(trial);
    replay_run(&replay, trial->allocator, 0, at);
    while (trial_again(trial, part / 2) && at + part <= header.steps) {
        replay_run(&replay, trial->allocator, at, at + part);
        at += part;
    }
}
