/* let, assignment and assert, unknown names, and that a refused line changes no name. */
#include "lines.h"

START_TEST(let_binds_and_rebinds)
{
    run("let x = 1", "");
    run("x", "1 : i64\n");
    run("let x = x == 1", "");
    run("x", "true : bool\n");
}
END_TEST

START_TEST(assignment_keeps_the_type)
{
    run("let x = sample.echo_u8(1)", "");
    run("x = x + 254", "");
    run("x", "255 : u8\n");
    refuse("x = x + 1", 7, "256 does not fit in u8 (0 to 255)");
    refuse("x = true", 5, "expected u8, found bool");
    run("x = 7", "");
    run("x", "7 : u8\n");
}
END_TEST

START_TEST(unknown_names_are_refused)
{
    refuse("y", 1, "unknown name 'y'");
    refuse("y = 1", 1, "unknown name 'y': 'let y = ...' defines it");
    refuse("let x = x", 9, "unknown name 'x'");
    refuse("allocate", 1, "'allocate' is a function: call it with its arguments in parentheses");
    refuse("memory.nothing", 1, "module 'memory' has no function 'nothing'");
    refuse("p(1)", 1, "'p' is a value, not a function");
    refuse("nothing(1)", 1, "unknown function 'nothing'; :functions lists the known ones");
    refuse("other.allocate(1)", 1, "module 'other' is not imported");
    refuse("null = 1", 6, "only a name can be assigned to; '==' compares");
}
END_TEST

START_TEST(a_line_that_fails_changes_no_name)
{
    run("let x = 1", "");
    refuse("let x = 1 / 0", 11, "division by zero");
    refuse("x = 2 + byte(null)", 14, "session.byte would read 1 byte at 'p', which is null");
    refuse("let y = byte(null)", 14, "session.byte would read 1 byte at 'p', which is null");
    run("x", "1 : i64\n");
    refuse("y", 1, "unknown name 'y'");
}
END_TEST

START_TEST(names_do_not_hide_functions)
{
    run("let byte = 3", "");
    run("byte(p) + byte", "10 : i64\n");
}
END_TEST

START_TEST(similar_names_are_distinct)
{
    run("let abc = 1", "");
    run("let ab = 2", "");
    run("let abcd = 3", "");
    run("let a = 4", "");
    run("let b = 5", "");
    run("((((a * 10) + ab) * 10 + abc) * 10 + abcd) * 10 + b", "42135 : i64\n");
}
END_TEST

START_TEST(a_failed_assertion_shows_both_values)
{
    run("assert byte(p) == 7", "");
    refuse("assert byte(p) == 8", 16, "assertion failed: 7 == 8");
    refuse("assert false", 8, "assertion failed");
    refuse("assert equal(p, p, 0) != true", 23, "assertion failed: true != true");
}
END_TEST

TCase *name_cases(void)
{
    TCase *cases = tcase_create("name");
    tcase_add_test(cases, let_binds_and_rebinds);
    tcase_add_test(cases, assignment_keeps_the_type);
    tcase_add_test(cases, unknown_names_are_refused);
    tcase_add_test(cases, a_line_that_fails_changes_no_name);
    tcase_add_test(cases, names_do_not_hide_functions);
    tcase_add_test(cases, similar_names_are_distinct);
    tcase_add_test(cases, a_failed_assertion_shows_both_values);
    return cases;
}
