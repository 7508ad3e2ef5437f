/* How a fault is printed: its place, the line and the caret. */
#include "fault.h"

#include "parts.h"
#include "repl/capture.h"

#include <stdlib.h>
#include <string.h>

/* Checks what is printed for a fault at `at` in line 7 of a file. */
static void expect_shown(const char *line, size_t at, const char *shown)
{
    FILE *stream = capture_begin();
    struct fault fault;
    ck_assert(!repl_fault_set(&fault, at, "%s is %d", "this", 1));
    repl_fault_show(stream, &fault, (struct place){"a.vera", 7}, (struct text){line, strlen(line)});
    char *bytes = capture_end(stream);
    ck_assert_str_eq(bytes, shown);
    free(bytes);
}

START_TEST(a_caret_is_under_the_fault)
{
    expect_shown("let x = y", 8, "a.vera:7:9: this is 1\nlet x = y\n        ^\n");
    expect_shown("x", 1, "a.vera:7:2: this is 1\nx\n ^\n");
    expect_shown("", 0, "a.vera:7:1: this is 1\n\n^\n");
}
END_TEST

START_TEST(a_caret_follows_tabs_and_multibyte_characters)
{
    expect_shown("\tlet\tx = y", 9, "a.vera:7:10: this is 1\n\tlet\tx = y\n\t   \t    ^\n");
    expect_shown("\"\xC3\xA9\xE2\x82\xAC\" y", 8,
                 "a.vera:7:6: this is 1\n\"\xC3\xA9\xE2\x82\xAC\" y\n     ^\n");
}
END_TEST

START_TEST(a_terminal_sees_no_control_characters)
{
    expect_shown("x \x1B[2J \xFF", 2, "a.vera:7:3: this is 1\nx ?[2J ?\n  ^\n");
}
END_TEST

TCase *fault_cases(void)
{
    TCase *cases = tcase_create("fault");
    tcase_add_test(cases, a_caret_is_under_the_fault);
    tcase_add_test(cases, a_caret_follows_tabs_and_multibyte_characters);
    tcase_add_test(cases, a_terminal_sees_no_control_characters);
    return cases;
}
