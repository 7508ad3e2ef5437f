/* Starts child processes and reads what they print. A child prints one JSON object, on one line.
 * One that fails reports why on standard error, and the whole benchmark ends.
 */
#include "child.h"

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

enum { MOST = 64 };

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

/* Runs a program to its end. Returns the metrics that it printed, and sets `instructions` to what
 * callgrind printed. */
static json_t *listen(char **arguments, bool errors, double *instructions)
{
    char line[4096];
    int status;
    pid_t child;
    json_t *metrics = NULL;
    FILE *output = start(arguments, errors, &child);
    while (fgets(line, sizeof line, output) != NULL) {
        const char *collected = strstr(line, "Collected : ");
        if (line[0] == '{' && metrics == NULL) {
            metrics = json_loads(line, 0, NULL);
        } else if (collected != NULL) {
            *instructions = strtod(collected + strlen("Collected : "), NULL);
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
    double none;
    add_self(arguments, row, contestant, NULL);
    return listen(arguments, false, &none);
}

struct count {
    double instructions, operations;
};

static struct count count_instructions(const struct row *row, const char *contestant,
                                       char *iterations)
{
    char *arguments[MOST] = {"valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"};
    struct count count = {0, 0};
    add_self(arguments, row, contestant, iterations);
    json_t *metrics = listen(arguments, true, &count.instructions);
    count.operations = json_number_value(json_object_get(metrics, "operations"));
    json_decref(metrics);
    return count;
}

/* The two trials differ only in the number of iterations, so the difference excludes all
 * preparation. The environment and the clock account for a few hundred instructions, more or
 * less, in all. */
double child_count(const struct row *row, const char *contestant)
{
    struct count few = count_instructions(row, contestant, "--iterations=2");
    struct count more = count_instructions(row, contestant, "--iterations=6");
    return round(10 * (more.instructions - few.instructions) / (more.operations - few.operations)) /
           10;
}
