/* The fixture and the suite of the tests that run lines in a session with real modules,
 * and the functions that run one line and check what it prints. */
#include "lines.h"

#include "binding/staged.h"
#include "binding/tree.h"
#include "repl/capture.h"
#include "statement.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct session current;
static size_t line_number;
static char *written;

/* Runs a line and stores what it prints in `written`. */
static enum outcome execute(const char *line, struct fault *fault)
{
    current.out = capture_begin();
    line_number++;
    enum outcome outcome =
        repl_statement_run(&current, (struct text){line, strlen(line)}, line_number, fault);
    written = capture_end(current.out);
    return outcome;
}

static void succeed(const char *line)
{
    struct fault fault = {.sentence = ""};
    enum outcome outcome = execute(line, &fault);
    ck_assert_msg(outcome == OUTCOME_DONE, "%s: %s", line, fault.sentence);
}

void run(const char *line, const char *output)
{
    succeed(line);
    ck_assert_str_eq(written, output);
    free(written);
}

void run_like(const char *line, const char *beginning, const char *end)
{
    succeed(line);
    ck_assert_msg(strncmp(written, beginning, strlen(beginning)) == 0, "%s", written);
    ck_assert_msg(strlen(written) >= strlen(end), "%s", written);
    ck_assert_str_eq(written + strlen(written) - strlen(end), end);
    free(written);
}

static void refuse_at(const char *line, size_t column, struct fault *fault)
{
    ck_assert_msg(execute(line, fault) == OUTCOME_FAULT, "%s", line);
    ck_assert_msg(fault->at + 1 == column, "%s: column %zu", line, fault->at + 1);
    ck_assert_str_eq(written, "");
    free(written);
}

void refuse(const char *line, size_t column, const char *sentence)
{
    struct fault fault;
    refuse_at(line, column, &fault);
    ck_assert_str_eq(fault.sentence, sentence);
}

void refuse_like(const char *line, size_t column, const char *beginning)
{
    struct fault fault;
    refuse_at(line, column, &fault);
    ck_assert_msg(strncmp(fault.sentence, beginning, strlen(beginning)) == 0, "%s", fault.sentence);
}

/* Sets the folders where `make` stages the modules. */
static void find_modules(void)
{
    char folders[8192];
    snprintf(folders, sizeof folders, "%s" LAYOUT_SEPARATOR "%s", built("stage/lib/vera/modules"),
             built("tests/stage/lib/vera/modules"));
    look_in(folders);
}

void set_up(void)
{
    find_modules();
    line_number = 0;
    repl_session_open(&current, stdout);
    run("import \"vera:memory\"", "");
    run("import \"vera:sample\"", "");
    run("let p = memory.allocate(16)", "");
    run("memory.set_memory(p, 7, 16)", "");
}

void tear_down(void)
{
    for (int at = 0; at < 16; at++) {
        char line[64];
        snprintf(line, sizeof line, "assert byte(p + %d) == 7", at);
        run(line, "");
    }
    run("memory.free(p, 16)", "");
    run(":blocks", "no blocks\n");
    run("assert sample.live() == 0", "");
    repl_session_close(&current);
}

Suite *suite(void)
{
    static TCase *(*const cases[])(void) = {
        type_cases, arithmetic_cases, name_cases, module_cases, misuse_cases, command_cases,
    };
    Suite *suite = suite_create("lines");
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        TCase *part = cases[i]();
        tcase_add_checked_fixture(part, set_up, tear_down);
        suite_add_tcase(suite, part);
    }
    return suite;
}
