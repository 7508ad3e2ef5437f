/* Which bytes a line may contain, and how columns are counted. */
#include "text.h"

#include "parts.h"

#include <string.h>

/* A text from a literal, which may contain NUL bytes. */
#define TEXT(literal) ((struct text){literal, sizeof literal - 1})

START_TEST(well_formed_text_is_valid)
{
    const char *reason = NULL;
    struct text texts[] = {TEXT(""), TEXT("let x = 1\t// tab"), TEXT("\xC2\x80"),
                           TEXT("\xDF\xBF \xE0\xA0\x80 \xED\x9F\xBF \xEE\x80\x80 \xEF\xBF\xBF"),
                           TEXT("\xF0\x90\x80\x80 \xF4\x8F\xBF\xBF")};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        ck_assert_uint_eq(repl_text_valid_length(texts[i], &reason), texts[i].length);
    }
    ck_assert_ptr_null(reason);
}
END_TEST

/* A lone continuation byte, overlong forms of two to four bytes, the first and the last
 * surrogate, a character above U+10FFFF, bytes that are never valid, and truncated
 * characters. */
START_TEST(malformed_text_is_found)
{
    struct text texts[] = {
        TEXT("ab\x80"),
        TEXT("ab\xC0\x80"),
        TEXT("ab\xC1\xBF"),
        TEXT("ab\xE0\x9F\xBF"),
        TEXT("ab\xF0\x8F\xBF\xBF"),
        TEXT("ab\xED\xA0\x80"),
        TEXT("ab\xED\xBF\xBF"),
        TEXT("ab\xF4\x90\x80\x80"),
        TEXT("ab\xF5\x80\x80\x80"),
        TEXT("ab\xFF"),
        TEXT("ab\xC3"),
        TEXT("ab\xE2\x82"),
        TEXT("ab\xE2\x28\xA1"),
        TEXT("ab\xF0\x90\x80"),
        TEXT("ab\xF0\x90\x28\x80"),
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        const char *reason = "";
        ck_assert_uint_eq(repl_text_valid_length(texts[i], &reason), 2);
        ck_assert_str_eq(reason, "a byte that is not UTF-8");
    }
    /* Bytes past the end of the text do not complete its last character. */
    const char *reason = "";
    ck_assert_uint_eq(repl_text_valid_length((struct text){"ab\xE2\x82\xAC", 4}, &reason), 2);
}
END_TEST

START_TEST(control_characters_are_found)
{
    const char *reason = "";
    ck_assert_uint_eq(repl_text_valid_length(TEXT("abc\0d"), &reason), 3);
    ck_assert_str_eq(reason, "a NUL byte");
    ck_assert_uint_eq(repl_text_valid_length(TEXT("\t\x1B[2J"), &reason), 1);
    ck_assert_str_eq(reason, "a control character");
    ck_assert_uint_eq(repl_text_valid_length(TEXT("\x7F"), &reason), 0);
}
END_TEST

START_TEST(columns_count_characters)
{
    struct text line = TEXT("a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80z");
    ck_assert_uint_eq(repl_text_column(line, 0), 0);
    ck_assert_uint_eq(repl_text_column(line, 1), 1);
    ck_assert_uint_eq(repl_text_column(line, 3), 2);
    ck_assert_uint_eq(repl_text_column(line, 6), 3);
    ck_assert_uint_eq(repl_text_column(line, 10), 4);
}
END_TEST

START_TEST(equality_is_of_the_whole_text)
{
    ck_assert(repl_text_equal(TEXT("let"), "let"));
    ck_assert(!repl_text_equal(TEXT("let"), "lets"));
    ck_assert(!repl_text_equal(TEXT("lets"), "let"));
    ck_assert(repl_text_equal(TEXT(""), ""));
}
END_TEST

TCase *text_cases(void)
{
    TCase *cases = tcase_create("text");
    tcase_add_test(cases, well_formed_text_is_valid);
    tcase_add_test(cases, malformed_text_is_found);
    tcase_add_test(cases, control_characters_are_found);
    tcase_add_test(cases, columns_count_characters);
    tcase_add_test(cases, equality_is_of_the_whole_text);
    return cases;
}
