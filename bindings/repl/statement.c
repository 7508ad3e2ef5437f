/* Takes a line through all its steps: is its text valid, which statement is it, do the
 * types agree, what are the values, what is the effect. Each step but the last is in a
 * file of its own. */
#include "statement.h"

#include "alloc.h"
#include "command.h"
#include "evaluate.h"
#include "parse.h"
#include "typecheck.h"
#include "value.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

struct run {
    struct session *session;
    struct statement *statement;
    size_t number;
    struct fault *fault;
};

static bool compute(const struct run *run, int32_t wanted, struct vera_binding_value *value)
{
    struct expr *expr = run->statement->value;
    return repl_typecheck_expression(run->session, expr, wanted, run->fault) &&
           repl_evaluate_expression(run->session, run->number, expr, wanted, value, run->fault);
}

static bool run_import(const struct run *run)
{
    char *where = repl_alloc_copy(run->statement->name.start, run->statement->name.length);
    struct vera_binding_error error;
    bool imported = repl_session_import(run->session, where, &error) ||
                    repl_fault_set(run->fault, run->statement->name_at, "%s", error.message);
    free(where);
    return imported;
}

static bool run_let(const struct run *run)
{
    struct vera_binding_value value;
    if (!compute(run, TYPECHECK_ANY, &value)) {
        return false;
    }
    repl_session_bind(run->session, run->statement->name, &value);
    return true;
}

static bool run_assign(const struct run *run)
{
    struct text name = run->statement->name;
    const struct vera_binding_value *bound = repl_session_find_value(run->session, name);
    if (bound == NULL) {
        return repl_fault_set(run->fault, run->statement->name_at,
                              "unknown name '%.*s': 'let %.*s = ...' defines it",
                              repl_text_shown(name), name.start, repl_text_shown(name), name.start);
    }
    struct vera_binding_value value;
    if (!compute(run, bound->type, &value)) {
        return false;
    }
    repl_session_bind(run->session, name, &value);
    return true;
}

static bool run_assert(const struct run *run)
{
    struct expr *expr = run->statement->value;
    return repl_typecheck_expression(run->session, expr, VERA_BINDING_BOOL, run->fault) &&
           repl_evaluate_assertion(run->session, run->number, expr, run->fault);
}

/* Prints errno after the value of a call, as a comment. */
static void show_errno(const struct run *run)
{
    int32_t code = run->session->call_errno;
    if (run->statement->value->kind == EXPR_CALL && code != 0) {
        fprintf(run->session->out, "  // errno %" PRId32 ": %s", code, strerror(code));
    }
}

static bool run_show(const struct run *run)
{
    struct vera_binding_value value;
    if (!compute(run, TYPECHECK_SHOWN, &value)) {
        return false;
    }
    if (value.type != VERA_BINDING_VOID) {
        char text[VALUE_TEXT_MAX];
        repl_value_text(&value, text);
        fprintf(run->session->out, "%s : %s", text, vera_binding_type_name(value.type));
        show_errno(run);
        fputc('\n', run->session->out);
    }
    return true;
}

static enum outcome run_statement(const struct run *run)
{
    bool done = true;
    switch (run->statement->kind) {
    case STATEMENT_NOTHING:
        break;
    case STATEMENT_ASSERT:
        done = run_assert(run);
        break;
    case STATEMENT_ASSIGN:
        done = run_assign(run);
        break;
    case STATEMENT_COMMAND:
        return repl_command_run(run->session, run->statement, run->number, run->fault);
    case STATEMENT_IMPORT:
        done = run_import(run);
        break;
    case STATEMENT_LET:
        done = run_let(run);
        break;
    case STATEMENT_SHOW:
        done = run_show(run);
        break;
    }
    return done ? OUTCOME_DONE : OUTCOME_FAULT;
}

enum outcome repl_statement_run(struct session *session, struct text line, size_t number,
                                struct fault *fault)
{
    const char *reason;
    size_t valid = repl_text_valid_length(line, &reason);
    if (valid < line.length) {
        repl_fault_set(fault, valid, "the line contains %s", reason);
        return OUTCOME_FAULT;
    }
    struct statement statement;
    struct run run = {session, &statement, number, fault};
    enum outcome outcome =
        repl_parse_line(line, &statement, fault) ? run_statement(&run) : OUTCOME_FAULT;
    repl_parse_release(&statement);
    return outcome;
}
