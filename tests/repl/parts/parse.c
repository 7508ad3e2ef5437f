/* The parser. Trees are compared as text, with every operation in parentheses and its
 * operator first. */
#include "parse.h"

#include "parts.h"
#include "repl/capture.h"

#include <stdlib.h>
#include <string.h>

static void write_expr(FILE *stream, const struct expr *expr);

static void write_list(FILE *stream, const struct expr *expr)
{
    for (; expr != NULL; expr = expr->next) {
        fputc(' ', stream);
        write_expr(stream, expr);
    }
}

static void write_name(FILE *stream, const struct expr *expr)
{
    fprintf(stream, "%.*s%s%.*s", (int)expr->module.length, expr->module.start,
            expr->module.length > 0 ? "." : "", (int)expr->name.length, expr->name.start);
}

static void write_expr(FILE *stream, const struct expr *expr)
{
    switch (expr->kind) {
    case EXPR_INTEGER:
        fprintf(stream, "%s%llu", expr->negative ? "-" : "", (unsigned long long)expr->magnitude);
        break;
    case EXPR_REAL:
        fprintf(stream, "%g", expr->value.as.f64);
        break;
    case EXPR_CONSTANT:
        fputs(expr->value.type == VERA_BINDING_PTR ? "null"
              : expr->value.as.boolean             ? "true"
                                                   : "false",
              stream);
        break;
    case EXPR_NAME:
        write_name(stream, expr);
        break;
    case EXPR_CALL:
        fputs("(call ", stream);
        write_name(stream, expr);
        write_list(stream, expr->first);
        fputc(')', stream);
        break;
    case EXPR_NEGATE:
        fputs("(-", stream);
        write_list(stream, expr->first);
        fputc(')', stream);
        break;
    case EXPR_BINARY:
        fprintf(stream, "(%.*s", (int)expr->spelling.length, expr->spelling.start);
        write_list(stream, expr->first);
        write_list(stream, expr->second);
        fputc(')', stream);
        break;
    }
}

/* Parses a line, and checks the statement's kind, its name and its tree. */
static void expect_statement(const char *line, enum statement_kind kind, const char *name,
                             const char *tree)
{
    struct statement statement;
    struct fault fault;
    ck_assert_msg(repl_parse_line((struct text){line, strlen(line)}, &statement, &fault), "%s: %s",
                  line, fault.sentence);
    ck_assert_int_eq(statement.kind, kind);
    ck_assert(repl_text_equal(statement.name, name));
    FILE *stream = capture_begin();
    write_list(stream, statement.value);
    char *bytes = capture_end(stream);
    ck_assert_str_eq(bytes, tree);
    free(bytes);
    repl_parse_release(&statement);
}

static void expect_tree(const char *line, const char *tree)
{
    expect_statement(line, STATEMENT_SHOW, "", tree);
}

static void expect_fault(const char *line, size_t at, const char *sentence)
{
    struct statement statement;
    struct fault fault;
    ck_assert_msg(!repl_parse_line((struct text){line, strlen(line)}, &statement, &fault), "%s",
                  line);
    ck_assert_str_eq(fault.sentence, sentence);
    ck_assert_uint_eq(fault.at, at);
    repl_parse_release(&statement);
}

START_TEST(operators_bind_as_in_arithmetic)
{
    expect_tree("1 + 2 * 3", " (+ 1 (* 2 3))");
    expect_tree("(1 + 2) * 3", " (* (+ 1 2) 3)");
    expect_tree("8 - 4 - 2", " (- (- 8 4) 2)");
    expect_tree("8 / 4 % 2", " (% (/ 8 4) 2)");
    expect_tree("1 + 2 < 3 * 4", " (< (+ 1 2) (* 3 4))");
    expect_tree("1 < 2 == true", " (== (< 1 2) true)");
    expect_tree("a != b", " (!= a b)");
}
END_TEST

START_TEST(a_minus_belongs_to_its_literal)
{
    expect_tree("-1", " -1");
    expect_tree("--1", " (- -1)");
    expect_tree("-2.5", " -2.5");
    expect_tree("--2.5", " 2.5");
    expect_tree("-x * y", " (* (- x) y)");
    expect_tree("3 - -4", " (- 3 -4)");
}
END_TEST

START_TEST(names_and_calls_may_have_a_module)
{
    expect_tree("f()", " (call f)");
    expect_tree("memory.f(1, g(2), null)", " (call memory.f 1 (call g 2) null)");
    expect_tree("sample.let(false)", " (call sample.let false)");
    expect_tree("memory.f", " memory.f");
}
END_TEST

START_TEST(statements_have_kinds)
{
    expect_statement("", STATEMENT_NOTHING, "", "");
    expect_statement("  // nothing", STATEMENT_NOTHING, "", "");
    expect_statement("import \"vera:memory\" // it", STATEMENT_IMPORT, "vera:memory", "");
    expect_statement("let x = 1", STATEMENT_LET, "x", " 1");
    expect_statement("x = y + 1", STATEMENT_ASSIGN, "x", " (+ y 1)");
    expect_statement("assert x == y", STATEMENT_ASSERT, "", " (== x y)");
    expect_statement(":dump p + 8 16", STATEMENT_COMMAND, "dump", " (+ p 8) 16");
    expect_statement(":quit", STATEMENT_COMMAND, "quit", "");
}
END_TEST

START_TEST(syntax_errors_are_reported_in_place)
{
    expect_fault("1 +", 3, "expected an expression, found the end of the line");
    expect_fault("(1", 2, "expected ')', found the end of the line");
    expect_fault("f(1 2)", 4, "expected ',' or ')', found '2'");
    expect_fault("f(1,)", 4, "expected an expression, found ')'");
    expect_fault("f(", 2, "expected an expression, found the end of the line");
    expect_fault("1 2", 2, "expected an operator or the end of the line, found '2'");
    expect_fault("memory.5", 7, "expected a function name, found '5'");
    expect_fault("let null = 1", 4, "'null' is a reserved word and cannot be a name");
    expect_fault("let x 1", 6, "expected '=', found '1'");
    expect_fault("let", 3, "expected a name, found the end of the line");
    expect_fault("f() = 1", 4, "only a name can be assigned to; '==' compares");
    expect_fault("a.b = 1", 4, "only a name can be assigned to; '==' compares");
    expect_fault("import memory", 7, "expected a module name in quotes, found 'memory'");
    expect_fault("import \"a\" \"b\"", 11, "expected the end of the line, found \"b\"");
    expect_fault(":", 1, "expected a command name, found the end of the line");
    expect_fault(":dump @", 6, "unexpected character '@'");
    expect_fault("1 + @ + )", 4, "unexpected character '@'");
    expect_fault("assert let", 7, "expected an expression, found 'let'");
}
END_TEST

/* "1" between `times` copies of `before` and `times` copies of `after`. */
static char *nest(const char *before, const char *after, size_t times)
{
    FILE *stream = capture_begin();
    for (size_t i = 0; i < times; i++) {
        fputs(before, stream);
    }
    fputc('1', stream);
    for (size_t i = 0; i < times; i++) {
        fputs(after, stream);
    }
    return capture_end(stream);
}

static void expect_nested(const char *before, const char *after, size_t times, bool parses)
{
    char *line = nest(before, after, times);
    struct statement statement;
    struct fault fault = {.sentence = ""};
    ck_assert(repl_parse_line((struct text){line, strlen(line)}, &statement, &fault) == parses);
    ck_assert_str_eq(fault.sentence,
                     parses ? "" : "the expression is more than 500 operations deep");
    repl_parse_release(&statement);
    free(line);
}

START_TEST(nesting_is_limited)
{
    static const char *const ways[][2] = {{"(", ")"}, {"-x*(", ")"}, {"f(", ")"}, {"", "+1"}};
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        expect_nested(ways[i][0], ways[i][1], 100, true);
        expect_nested(ways[i][0], ways[i][1], PARSE_DEPTH_MAX - 2, true);
        expect_nested(ways[i][0], ways[i][1], PARSE_DEPTH_MAX, false);
        expect_nested(ways[i][0], ways[i][1], 1000000, false);
    }
    expect_nested("- ", "", 1000000, false);
}
END_TEST

TCase *parse_cases(void)
{
    TCase *cases = tcase_create("parse");
    tcase_add_test(cases, operators_bind_as_in_arithmetic);
    tcase_add_test(cases, a_minus_belongs_to_its_literal);
    tcase_add_test(cases, names_and_calls_may_have_a_module);
    tcase_add_test(cases, statements_have_kinds);
    tcase_add_test(cases, syntax_errors_are_reported_in_place);
    tcase_add_test(cases, nesting_is_limited);
    return cases;
}
