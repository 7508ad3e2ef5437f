/* Clocks, and the memory of this process. */
#include "run.h"

#include "quit.h"
#include "row.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

static uint64_t now(clockid_t clock)
{
    struct timespec time;
    clock_gettime(clock, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

uint64_t run_wall_clock(void)
{
    return now(CLOCK_MONOTONIC);
}

/* A line of /proc/self/status, which is in kibibytes. Not by stdio, which would
 * take memory from an allocator. */
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
        quit("/proc/self/status has no %s", name);
    }
    return (size_t)kib << 10;
}

size_t run_resident(void)
{
    return status("VmRSS");
}

size_t run_peak(void)
{
    return status("VmHWM");
}

static void forget_peak(void)
{
    int file = open("/proc/self/clear_refs", O_WRONLY | O_CLOEXEC);
    bool done = file >= 0 && write(file, "5", 1) == 1;
    if (file >= 0) {
        close(file);
    }
    if (!done) {
        quit("the system does not let VmHWM be reset by /proc/self/clear_refs");
    }
}

void run_metric(struct run *run, const char *name, double value)
{
    json_object_set_new(run->metrics, name, json_real(value));
}

void run_settled(struct run *run)
{
    forget_peak();
    run->resident = run_resident();
}

static void start(struct run *run)
{
    run->cpu = now(CLOCK_PROCESS_CPUTIME_ID);
    run->wall = run_wall_clock();
}

static void stop(struct run *run, uint64_t wall)
{
    uint64_t cpu = now(CLOCK_PROCESS_CPUTIME_ID) - run->cpu;
    size_t peak = run_peak();
    double each = run->row->per / (double)run->operations;
    run_metric(run, "wall", (double)wall * each);
    run_metric(run, "cpu", (double)cpu * each);
    run_metric(run, "operations", (double)run->operations);
    run_metric(run, "growth", peak > run->resident ? (double)(peak - run->resident) : 0);
}

bool run_again(struct run *run, size_t operations)
{
    if (run->done == 0 && run->operations == 0) {
        start(run);
    } else {
        run->done++;
        uint64_t wall = run_wall_clock() - run->wall;
        size_t blocks = run->blocks > 0 ? run->blocks : run->row->blocks;
        if (blocks > 0 ? run->done >= blocks : wall >= run->row->least) {
            stop(run, wall);
            return false;
        }
    }
    run->operations += operations;
    return true;
}

void run_thread(pthread_t *thread, void *(*body)(void *), void *argument)
{
    int error = pthread_create(thread, NULL, body, argument);
    if (error != 0) {
        quit("no thread: %s", strerror(error));
    }
}

void *run_space(size_t size)
{
    void *space =
        mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    if (space == MAP_FAILED) {
        quit("no memory for the harness");
    }
    return space;
}
