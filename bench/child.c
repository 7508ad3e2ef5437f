/* Starts child processes and reads what they print. A child prints one JSON object, on one line.
 * One that fails reports why on standard error, and the whole benchmark ends.
 */
#include "child.h"

#include "callgrind.h"
#include "die.h"

#include <errno.h>
#include <math.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* jemalloc has 2.6 KiB of static TLS. A program has no room for that unless the loader is told
 * before it starts, so every child gets this variable. */
#define TUNABLES "GLIBC_TUNABLES=glibc.rtld.optional_static_tls=16384"

enum { MOST = 64, LINE = 4096 };

static char *given[MOST];
static size_t given_count;
static char self[4096];

void child_options(int count, char **options)
{
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    if (length <= 0 || count > MOST / 2) {
        die(length <= 0 ? "cannot find this program's own file" : "too many options");
    }
    for (int i = 0; i < count; i++) {
        given[given_count++] = options[i];
    }
}

/* Starts a program, and returns a stream of its standard output, and with `errors` of its
 * standard error as well. */
static FILE *start(char **arguments, bool errors, pid_t *child)
{
    static char tunables[] = TUNABLES;
    int ends[2];
    posix_spawn_file_actions_t actions;
    if (putenv(tunables) != 0 || pipe(ends) != 0) {
        die("cannot create a pipe: %s", strerror(errno));
    }
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    if (errors) {
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO);
    }
    posix_spawn_file_actions_addclose(&actions, ends[0]);
    posix_spawn_file_actions_addclose(&actions, ends[1]);
    int error = posix_spawnp(child, arguments[0], &actions, NULL, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    FILE *output = fdopen(ends[0], "r");
    if (error != 0 || output == NULL) {
        die("%s: %s", arguments[0], strerror(error != 0 ? error : errno));
    }
    return output;
}

/* Appends the arguments that start this program as a child. `iterations` is null or one more
 * option. */
static void add_self(char **arguments, const struct row *row, const char *contestant,
                     char *iterations)
{
    while (*arguments != NULL) {
        arguments++;
    }
    *arguments++ = self;
    for (size_t i = 0; i < given_count; i++) {
        *arguments++ = given[i];
    }
    if (iterations != NULL) {
        *arguments++ = iterations;
    }
    *arguments++ = "--child";
    *arguments++ = (char *)contestant;
    *arguments++ = (char *)row->name;
    *arguments = NULL;
}

/* Runs a program to its end. Returns the metrics that it printed. If `last` is not null, it gets
 * the last line of standard error. */
static json_t *listen(char **arguments, char *last)
{
    char line[LINE];
    int status;
    pid_t child;
    json_t *metrics = NULL;
    FILE *output = start(arguments, last != NULL, &child);
    while (fgets(line, sizeof line, output) != NULL) {
        if (line[0] == '{' && metrics == NULL) {
            metrics = json_loads(line, 0, NULL);
        } else if (last != NULL) {
            memcpy(last, line, LINE);
        }
    }
    fclose(output);
    if (waitpid(child, &status, 0) != child || status != 0 || metrics == NULL) {
        die("%s ... failed with status %d", arguments[0], status);
    }
    return metrics;
}

json_t *child_run(const struct row *row, const char *contestant)
{
    char *arguments[MOST] = {NULL};
    add_self(arguments, row, contestant, NULL);
    return listen(arguments, NULL);
}

struct count {
    struct callgrind callgrind;
    double calls, operations;
};

static double operations_in(json_t *metrics)
{
    double operations = json_number_value(json_object_get(metrics, "operations"));
    json_decref(metrics);
    return operations;
}

static struct count count_instructions(const struct row *row, const char *contestant,
                                       char *iterations)
{
    char option[] = "--callgrind-out-file=/tmp/vera-bench-XXXXXX";
    char *path = strchr(option, '/');
    char *arguments[MOST] = {"valgrind", "--quiet", "--tool=callgrind", option};
    struct count count = {.calls = 0};
    int file = mkstemp(path);
    if (file < 0) {
        die("%s: %s", path, strerror(errno));
    }
    close(file);
    add_self(arguments, row, contestant, iterations);
    count.operations = operations_in(listen(arguments, NULL));
    count.callgrind = callgrind_read(path);
    unlink(path);
    return count;
}

/* The last line of strace's summary is the total: part of the time, seconds, microseconds a call,
 * calls. */
static struct count count_calls(const struct row *row, const char *contestant, char *iterations)
{
    char *arguments[MOST] = {"strace", "--quiet=all", "-f", "-c"};
    char last[LINE] = "";
    struct count count;
    add_self(arguments, row, contestant, iterations);
    count.operations = operations_in(listen(arguments, last));
    if (sscanf(last, "%*f %*f %*f %lf", &count.calls) != 1) {
        die("strace: expected a total, not: %s", last);
    }
    return count;
}

static void set(json_t *metrics, const char *name, double value)
{
    json_object_set_new(metrics, name, json_real(round(10 * value) / 10));
}

/* The two trials differ only in the number of iterations, so the difference excludes all
 * preparation. The environment and the clock account for a few hundred instructions, more or
 * less, in all. */
json_t *child_count(const struct row *row, const char *contestant)
{
    char *larger = row->counted == COUNT_LONG ? "--iterations=3" : "--iterations=6";
    struct count few = count_instructions(row, contestant, "--iterations=2");
    struct count more = count_instructions(row, contestant, larger);
    const struct callgrind *a = &few.callgrind, *b = &more.callgrind;
    double operations = more.operations - few.operations;
    json_t *metrics = json_object();
    set(metrics, "instructions", (b->instructions - a->instructions) / operations);
    if (strcmp(contestant, ALLOCATOR_VERA) == 0) {
        set(metrics, "misses", 1000 * (b->misses - a->misses) / operations);
        set(metrics, "locks", 1000 * (b->locks - a->locks) / operations);
    }
    return metrics;
}

json_t *child_count_calls(const struct row *row, const char *contestant)
{
    struct count few = count_calls(row, contestant, "--iterations=2");
    struct count more = count_calls(row, contestant, "--iterations=6");
    json_t *metrics = json_object();
    set(metrics, "calls", 1000 * (more.calls - few.calls) / (more.operations - few.operations));
    return metrics;
}
