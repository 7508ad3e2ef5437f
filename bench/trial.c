/* The clocks, and the memory of this process. */
#include "trial.h"

#include "die.h"
#include "row.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

static uint64_t now(clockid_t clock)
{
    struct timespec time;
    clock_gettime(clock, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

uint64_t trial_wall_clock(void)
{
    return now(CLOCK_MONOTONIC);
}

/* Reads a value in kibibytes from /proc/self/status. It does not use stdio, which would allocate
 * memory. */
static size_t status(const char *name)
{
    static char text[4096];
    int file = open("/proc/self/status", O_RDONLY | O_CLOEXEC);
    ssize_t length = file >= 0 ? read(file, text, sizeof text - 1) : -1;
    if (file >= 0) {
        close(file);
    }
    text[length > 0 ? length : 0] = '\0';
    const char *line = strstr(text, name);
    unsigned long kib;
    if (line == NULL || sscanf(line + strlen(name), ": %lu kB", &kib) != 1) {
        die("/proc/self/status has no %s", name);
    }
    return (size_t)kib << 10;
}

size_t trial_resident(void)
{
    return status("VmRSS");
}

size_t trial_peak(void)
{
    return status("VmHWM");
}

static void reset_peak(void)
{
    int file = open("/proc/self/clear_refs", O_WRONLY | O_CLOEXEC);
    bool done = file >= 0 && write(file, "5", 1) == 1;
    if (file >= 0) {
        close(file);
    }
    if (!done) {
        die("cannot reset VmHWM by /proc/self/clear_refs");
    }
}

void trial_metric(struct trial *trial, const char *name, double value)
{
    json_object_set_new(trial->metrics, name, json_real(value));
}

void trial_set_baseline(struct trial *trial)
{
    reset_peak();
    trial->resident = trial_resident();
}

static size_t count_faults(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (size_t)usage.ru_minflt;
}

static void start(struct trial *trial)
{
    trial->faults = count_faults();
    trial->cpu = now(CLOCK_PROCESS_CPUTIME_ID);
    trial->wall = trial_wall_clock();
}

static void stop(struct trial *trial, uint64_t wall)
{
    uint64_t cpu = now(CLOCK_PROCESS_CPUTIME_ID) - trial->cpu;
    double faults = (double)(count_faults() - trial->faults);
    size_t peak = trial_peak();
    double each = trial->row->per / (double)trial->operations;
    trial_metric(trial, "wall", (double)wall * each);
    trial_metric(trial, "cpu", (double)cpu * each);
    trial_metric(trial, "faults", 1000 * faults / (double)trial->operations);
    trial_metric(trial, "operations", (double)trial->operations);
    trial_metric(trial, "growth", peak > trial->resident ? (double)(peak - trial->resident) : 0);
}

bool trial_again(struct trial *trial, size_t operations)
{
    if (trial->done == 0 && trial->operations == 0) {
        start(trial);
    } else {
        trial->done++;
        uint64_t wall = trial_wall_clock() - trial->wall;
        size_t iterations = trial->iterations > 0 ? trial->iterations : trial->row->iterations;
        if (iterations > 0 ? trial->done >= iterations : wall >= trial->row->least) {
            stop(trial, wall);
            return false;
        }
    }
    trial->operations += operations;
    return true;
}

void trial_start_thread(pthread_t *thread, void *(*body)(void *), void *argument)
{
    int error = pthread_create(thread, NULL, body, argument);
    if (error != 0) {
        die("cannot start a thread: %s", strerror(error));
    }
}

void *trial_map(size_t size)
{
    void *space =
        mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    if (space == MAP_FAILED) {
        die("no memory for the harness");
    }
    return space;
}
