/* Every step is checked, because a damaged recording would measure something else. */
#include "recording.h"

#include "die.h"
#include "trial.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_ROOM = 4096 };

const char *recording_path(const char *folder, const char *name)
{
    static char path[PATH_ROOM];
    snprintf(path, sizeof path, "%s/%s.rec", folder, name);
    return path;
}

static void map_file(struct recording *recording)
{
    struct stat status;
    int file = open(recording->path, O_RDONLY | O_CLOEXEC);
    if (file < 0 || fstat(file, &status) != 0) {
        die("%s: %s", recording->path, strerror(errno));
    }
    size_t size = (size_t)status.st_size;
    if (size <= sizeof recording->header) {
        die("%s: is no recording: too short", recording->path);
    }
    void *map = mmap(NULL, size, PROT_READ, MAP_PRIVATE, file, 0);
    if (map == MAP_FAILED) {
        die("%s: %s", recording->path, strerror(errno));
    }
    close(file);
    recording->map = map;
    recording->at = recording->map + sizeof recording->header;
    recording->end = recording->map + size;
}

struct recording recording_open(const char *path)
{
    struct recording recording = {.path = path};
    struct recording_header *header = &recording.header;
    map_file(&recording);
    memcpy(header, recording.map, sizeof *header);
    if (header->mark != RECORDING_MARK) {
        die("%s: is no recording: expected VERAREC1 at the start", path);
    }
    if (header->blocks == 0 || header->blocks > header->allocations ||
        header->allocations > header->steps || header->first >= header->steps ||
        header->blocks > UINT32_MAX) {
        die("%s: expected a header of counts that fit together", path);
    }
    recording.sizes = trial_map(header->blocks * sizeof *recording.sizes);
    recording.reusable = trial_map(header->blocks * sizeof *recording.reusable);
    return recording;
}

static uint64_t read_number(struct recording *recording)
{
    uint64_t value = 0;
    for (unsigned shift = 0; shift < 64 && recording->at < recording->end; shift += 7) {
        unsigned char byte = *recording->at++;
        value |= (uint64_t)(byte & 0x7f) << shift;
        if (byte < 0x80) {
            return value;
        }
    }
    die("%s: ends or is damaged after %zu steps; expected %zu", recording->path,
        (size_t)recording->done, (size_t)recording->header.steps);
}

static uint32_t take_number(struct recording *recording)
{
    if (recording->reusable_count > 0) {
        return recording->reusable[--recording->reusable_count];
    }
    if (recording->numbers == recording->header.blocks) {
        die("%s: step %zu: more blocks than the header says", recording->path,
            (size_t)recording->done + 1);
    }
    return recording->numbers++;
}

static struct recording_step allocation(struct recording *recording, uint64_t value)
{
    struct recording_step step = {.allocates = true, .size = (size_t)(value / 4)};
    if ((value & 2) != 0) {
        step.align = (unsigned char)read_number(recording);
    }
    if (step.size == 0 || step.align >= 63) {
        die("%s: step %zu: expected a size above 0 and an alignment below 2^63", recording->path,
            (size_t)recording->done + 1);
    }
    step.number = take_number(recording);
    recording->sizes[step.number] = step.size;
    return step;
}

static struct recording_step release(struct recording *recording, uint64_t number)
{
    if (number >= recording->numbers || recording->sizes[number] == 0) {
        die("%s: step %zu: expected the number of a live block", recording->path,
            (size_t)recording->done + 1);
    }
    struct recording_step step = {.number = (uint32_t)number, .size = recording->sizes[number]};
    recording->sizes[number] = 0;
    recording->reusable[recording->reusable_count++] = step.number;
    return step;
}

/* Frees the live block of the highest number; false when there is none. */
static bool release_rest(struct recording *recording, struct recording_step *step)
{
    for (; recording->numbers > 0; recording->numbers--) {
        uint32_t last = recording->numbers - 1;
        if (recording->sizes[last] != 0) {
            *step = (struct recording_step){.number = last, .size = recording->sizes[last]};
            recording->sizes[last] = 0;
            return true;
        }
    }
    return false;
}

bool recording_next(struct recording *recording, struct recording_step *step)
{
    if (recording->done == recording->header.steps) {
        return release_rest(recording, step);
    }
    uint64_t value = read_number(recording);
    *step = (value & 1) != 0 ? allocation(recording, value) : release(recording, value / 2);
    recording->done++;
    return true;
}

void recording_close(struct recording *recording)
{
    size_t blocks = recording->header.blocks;
    munmap((void *)recording->map, (size_t)(recording->end - recording->map));
    munmap(recording->sizes, blocks * sizeof *recording->sizes);
    munmap(recording->reusable, blocks * sizeof *recording->reusable);
}

void recording_print(const char *path)
{
    struct recording recording = recording_open(path);
    struct recording_step step;
    while (recording_next(&recording, &step)) {
        if (step.allocates) {
            printf("%u %zu %zu\n", step.number, step.size,
                   step.align > 0 ? (size_t)1 << step.align : 0);
        } else {
            printf("%u\n", step.number);
        }
    }
    recording_close(&recording);
}
