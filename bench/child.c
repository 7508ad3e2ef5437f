/* Processes, started and listened to. A child prints one JSON object, on one
 * line; one that fails says so on standard error, and the whole benchmark ends.
 */
#include "child.h"

#include "quit.h"

#include <errno.h>
#include <math.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* jemalloc has 2.6 KiB of static TLS, for which a program has no room unless its
 * loader is told before it starts. Every child gets it. */
#define TUNABLES "GLIBC_TUNABLES=glibc.rtld.optional_static_tls=16384"

enum { MOST = 64 };

static char *given[MOST];
static size_t given_count;
static char self[4096];

void child_options(int count, char **options)
{
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    if (length <= 0 || count > MOST / 2) {
        quit(length <= 0 ? "cannot find this program's own file" : "too many options");
    }
    for (int i = 0; i < count; i++) {
        given[given_count++] = options[i];
    }
}

/* Starts a program, and returns what to read its output from: the standard one,
 * and for `errors` the other as well. */
static FILE *start(char **arguments, bool errors, pid_t *child)
{
    static char tunables[] = TUNABLES;
    int ends[2];
    posix_spawn_file_actions_t actions;
    if (putenv(tunables) != 0 || pipe(ends) != 0) {
        quit("no pipe: %s", strerror(errno));
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
        quit("%s: %s", arguments[0], strerror(error != 0 ? error : errno));
    }
    return output;
}

/* Arguments for this program as a child, after those that are there. `blocks` is
 * null or one more option. */
static void add_self(char **arguments, const struct row *row, const char *contestant, char *blocks)
{
    while (*arguments != NULL) {
        arguments++;
    }
    *arguments++ = self;
    for (size_t i = 0; i < given_count; i++) {
        *arguments++ = given[i];
    }
    if (blocks != NULL) {
        *arguments++ = blocks;
    }
    *arguments++ = "--child";
    *arguments++ = (char *)contestant;
    *arguments++ = (char *)row->name;
    *arguments = NULL;
}

/* Runs a program to its end. Returns the metrics that it printed; `instructions`
 * is set to what callgrind printed. */
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
        quit("%s ... failed with status %d", arguments[0], status);
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

static struct count count_blocks(const struct row *row, const char *contestant, char *blocks)
{
    char *arguments[MOST] = {"valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"};
    struct count count = {0, 0};
    add_self(arguments, row, contestant, blocks);
    json_t *metrics = listen(arguments, true, &count.instructions);
    count.operations = json_number_value(json_object_get(metrics, "operations"));
    json_decref(metrics);
    return count;
}

/* Two runs differ by nothing but their number of blocks, so what they differ by
 * is free of every preparation; but for the environment and the clock, which make
 * a few hundred instructions more or less in all. */
double child_count(const struct row *row, const char *contestant)
{
    struct count few = count_blocks(row, contestant, "--blocks=2");
    struct count more = count_blocks(row, contestant, "--blocks=6");
    return round(10 * (more.instructions - few.instructions) / (more.operations - few.operations)) /
           10;
}
