/* Opens a library and allocates a first block: how long that takes, and what it adds to the
 * process.
 */
#include "die.h"
#include "row.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

struct process {
    size_t resident, space; /* bytes */
    size_t mappings;
};

/* Uses only system calls, because stdio would allocate memory. */
static size_t lines(const char *name)
{
    static char text[65536];
    size_t count = 0;
    int file = open(name, O_RDONLY | O_CLOEXEC);
    for (ssize_t length; file >= 0 && (length = read(file, text, sizeof text)) > 0;) {
        for (ssize_t i = 0; i < length; i++) {
            count += text[i] == '\n';
        }
    }
    if (count == 0) {
        die("cannot read %s", name);
    }
    close(file);
    return count;
}

static struct process look(void)
{
    char text[128] = "";
    unsigned long space;
    unsigned long resident;
    int file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    if (file < 0 || read(file, text, sizeof text - 1) <= 0 ||
        sscanf(text, "%lu %lu", &space, &resident) != 2) {
        die("cannot read /proc/self/statm");
    }
    close(file);
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    return (struct process){resident * page, space * page, lines("/proc/self/maps")};
}

void row_start(struct trial *trial)
{
    const char *why;
    (void)trial_wall_clock(); /* the first calls touch new pages */
    look();
    struct process before = look();
    uint64_t start = trial_wall_clock();
    const struct allocator *a = allocator_open(allocator_named(trial->contestant), &why);
    uint64_t opened = trial_wall_clock();
    if (a == NULL) {
        die("%s: %s", trial->contestant, why);
    }
    char *block = a->allocate(16, 0);
    block[0] = 1;
    a->free(block, 16, 0);
    uint64_t served = trial_wall_clock();
    struct process after = look();
    trial_metric(trial, "wall", (double)(opened - start) * trial->row->per);
    trial_metric(trial, "first pair", (double)(served - opened) * trial->row->per);
    trial_metric(trial, "growth", (double)after.resident - (double)before.resident);
    trial_metric(trial, "space", (double)after.space - (double)before.space);
    trial_metric(trial, "mappings", (double)after.mappings - (double)before.mappings);
}
