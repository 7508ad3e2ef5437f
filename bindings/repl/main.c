/* The program vera-repl: its options, the source of its lines (a file, a pipe or a
 * prompt), what happens after a fault, and the exit status. What a line does is in
 * statement.h. */
#include "describe.h"
#include "line.h"
#include "prompt.h"
#include "statement.h"
#include "system.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum {
    EXIT_USAGE = 2 /* invalid command line */
};

/* Where a session's lines come from. */
struct source {
    const char *file; /* as messages name it */
    FILE *stream;
    struct prompt *prompt; /* null unless a person types */
};

static const char usage[] = "usage: vera-repl [--help] [--version] [FILE | -]\n";

static const char help[] =
    "Calls the functions of VERA modules. Runs the statements in FILE, or on standard\n"
    "input if FILE is '-' or missing. A terminal gets a prompt; if vera-repl was built\n"
    "with libedit, the prompt has line editing, history and completion. vera-repl is a\n"
    "small host, not VERA's interpreter. Type :help at the prompt for the statements.\n"
    "\n"
    "A file or a pipe is run up to its first error. Exit status: 0 after success, 1\n"
    "after an error, 2 if the command line is invalid.\n"
    "\n"
    "Environment:\n"
    "VERA_MODULE_PATH   folders that are searched first for the manifest of a module\n";

static enum line_status read_line(const struct source *source, struct line *line)
{
    return source->prompt != NULL ? repl_prompt_read(source->prompt, line)
                                  : repl_line_read(source->stream, line);
}

/* Runs lines until the source or the session ends. Returns whether there was no error;
 * at a prompt, an error does not end the session and does not count. */
static bool run_lines(const struct source *source, struct session *session, struct line *line)
{
    struct fault fault;
    enum line_status status = read_line(source, line);
    for (size_t number = 1; status == LINE_READ || status == LINE_INTERRUPTED;
         status = read_line(source, line)) {
        if (status == LINE_INTERRUPTED) {
            continue;
        }
        enum outcome outcome = repl_statement_run(session, repl_line_text(line), number, &fault);
        fflush(session->out);
        if (outcome == OUTCOME_QUIT) {
            return true;
        }
        if (outcome == OUTCOME_FAULT) {
            repl_fault_show(stderr, &fault, (struct place){source->file, number},
                            repl_line_text(line));
            if (source->prompt == NULL) {
                return false;
            }
        }
        number++;
    }
    if (status == LINE_FAILED) {
        fprintf(stderr, "vera-repl: %s: %s\n", source->file, strerror(errno));
    }
    return status == LINE_END;
}

/* The system reclaims them when the process ends, but a leak is worth reporting. */
static void report_blocks(const struct session *session)
{
    for (size_t index = 0; index < session->blocks.count; index++) {
        if (session->blocks.list[index].freed_by == NULL) {
            fputs("vera-repl: these blocks were not freed:\n", stderr);
            repl_describe_blocks(stderr, &session->blocks, "");
            return;
        }
    }
}

static bool run_source(struct source *source)
{
    struct session session;
    struct line line = {0};
    repl_session_open(&session, stdout);
    if (source->stream == stdin && repl_system_is_terminal(stdin)) {
        source->prompt = repl_prompt_open(&session);
    }
    bool done = run_lines(source, &session, &line);
    report_blocks(&session);
    if (source->prompt != NULL) {
        repl_prompt_close(source->prompt);
    }
    repl_line_release(&line);
    repl_session_close(&session);
    return done;
}

static int finish(bool done)
{
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fprintf(stderr, "vera-repl: standard output: %s\n", strerror(errno));
        done = false;
    }
    return done ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int run_file(const char *path)
{
    struct source source = {.file = path, .stream = repl_system_open(path)};
    if (source.stream == NULL) {
        fprintf(stderr, "vera-repl: %s: %s\n", path, strerror(errno));
        return EXIT_FAILURE;
    }
    bool done = run_source(&source);
    fclose(source.stream);
    return finish(done);
}

static int refuse(const char *what, const char *argument)
{
    fprintf(stderr, "vera-repl: %s '%s'\n%s", what, argument, usage);
    return EXIT_USAGE;
}

static int run_stdin(void)
{
    struct source source = {.file = "<stdin>", .stream = stdin};
    return finish(run_source(&source));
}

/* Runs an option that prints something and ends the program. */
static int answer(const char *option)
{
    if (strcmp(option, "--help") == 0) {
        printf("%s\n%s%s", usage, help, repl_prompt_help);
        return finish(true);
    }
    if (strcmp(option, "--version") == 0) {
        puts("vera-repl " PACKAGE_VERSION);
        return finish(true);
    }
    return refuse("unknown option", option);
}

static int run(int count, char **arguments)
{
    int first = 1;
    if (count > 1 && strcmp(arguments[1], "--") == 0) {
        first = 2;
    } else if (count > 1 && arguments[1][0] == '-' && arguments[1][1] != '\0') {
        return answer(arguments[1]);
    }
    if (count > first + 1) {
        return refuse("expected at most one file; unexpected argument", arguments[first + 1]);
    }
    bool from_stdin = count == first || strcmp(arguments[first], "-") == 0;
    return from_stdin ? run_stdin() : run_file(arguments[first]);
}

int main(int count, char **arguments)
{
    char **words = repl_system_begin(&count, arguments);
    if (words == NULL) {
        fprintf(stderr, "vera-repl: the command line: %s\n", strerror(errno));
        return EXIT_USAGE;
    }
    return run(count, words);
}
