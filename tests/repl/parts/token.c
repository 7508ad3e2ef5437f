/* Reading tokens: their kinds, the values of numbers, and what is not a token. */
#include "token.h"

#include "parts.h"

#include <string.h>

static struct text text_of(const char *literal)
{
    return (struct text){literal, strlen(literal)};
}

/* Checks the kinds of the tokens in a line, up to TOKEN_END. */
static void expect_kinds(const char *line, const enum token_kind *kinds)
{
    struct token token = {.kind = TOKEN_END};
    struct fault fault;
    do {
        ck_assert(repl_token_read(text_of(line), repl_token_end(&token), &token, &fault));
        ck_assert_int_eq(token.kind, *kinds);
    } while (*kinds++ != TOKEN_END);
}

static struct token only_token(const char *line)
{
    struct token token;
    struct fault fault;
    ck_assert(repl_token_read(text_of(line), 0, &token, &fault));
    return token;
}

static void expect_fault(const char *line, size_t at, const char *sentence)
{
    struct token token;
    struct fault fault;
    ck_assert(!repl_token_read(text_of(line), 0, &token, &fault));
    ck_assert_str_eq(fault.sentence, sentence);
    ck_assert_uint_eq(fault.at, at);
}

START_TEST(every_punctuator_is_a_token)
{
    static const enum token_kind kinds[] = {
        TOKEN_UNEQUAL,    TOKEN_REMAINDER,  TOKEN_OPEN,  TOKEN_CLOSE, TOKEN_TIMES,
        TOKEN_PLUS,       TOKEN_COMMA,      TOKEN_MINUS, TOKEN_DOT,   TOKEN_DIVIDE,
        TOKEN_COLON,      TOKEN_LESS_EQUAL, TOKEN_LESS,  TOKEN_EQUAL, TOKEN_ASSIGN,
        TOKEN_MORE_EQUAL, TOKEN_MORE,       TOKEN_END,
    };
    expect_kinds("!=%()*+,-./:<= < ===>=>", kinds);
}
END_TEST

START_TEST(words_numbers_and_strings_are_tokens)
{
    expect_kinds("let _x1=0x1F+2.5\t\"a b\"//c",
                 (const enum token_kind[]){TOKEN_WORD, TOKEN_WORD, TOKEN_ASSIGN, TOKEN_INTEGER,
                                           TOKEN_PLUS, TOKEN_REAL, TOKEN_STRING, TOKEN_END});
    struct token string = only_token("  \"a // b\" c");
    ck_assert_uint_eq(string.at, 2);
    ck_assert(repl_text_equal(string.text, "a // b"));
    ck_assert_uint_eq(repl_token_end(&string), 10);
}
END_TEST

START_TEST(integers_have_magnitudes)
{
    ck_assert_uint_eq(only_token("18446744073709551615").magnitude, UINT64_MAX);
    ck_assert_uint_eq(only_token("0xFFFFffffFFFFffff").magnitude, UINT64_MAX);
    ck_assert_uint_eq(only_token("0XaB").magnitude, 0xAB);
    ck_assert(only_token("0xA").hexadecimal);
    ck_assert(!only_token("10").hexadecimal);
    ck_assert_uint_eq(only_token("0012").magnitude, 12);
}
END_TEST

START_TEST(reals_need_a_fraction_or_an_exponent)
{
    ck_assert_double_eq(only_token("2.5").real, 2.5);
    ck_assert_double_eq(only_token("1e3").real, 1000.0);
    ck_assert_double_eq(only_token("1.5E-2").real, 0.015);
    expect_kinds("1.x", (const enum token_kind[]){TOKEN_INTEGER, TOKEN_DOT, TOKEN_WORD, TOKEN_END});
}
END_TEST

START_TEST(invalid_tokens_are_reported_in_place)
{
    expect_fault(" 18446744073709551616", 1, "this number does not fit in 64 bits");
    expect_fault("0x10000000000000000", 0, "this number does not fit in 64 bits");
    expect_fault("1e999", 0, "this number does not fit in f64");
    expect_fault("0x", 0, "expected hexadecimal digits after 0x");
    expect_fault("12ab", 0, "'12ab' is neither a number nor a name");
    expect_fault("0xfg", 0, "'0xfg' is neither a number nor a name");
    expect_fault("2.5f", 0, "'2.5f' is neither a number nor a name");
    expect_fault("  \"abc", 2, "this string has no closing quote");
    expect_fault("\t@", 1, "unexpected character '@'");
    expect_fault("\xE2\x82\xAC\xE2\x82\xAC", 0, "unexpected character '\xE2\x82\xAC'");
}
END_TEST

TCase *token_cases(void)
{
    TCase *cases = tcase_create("token");
    tcase_add_test(cases, every_punctuator_is_a_token);
    tcase_add_test(cases, words_numbers_and_strings_are_tokens);
    tcase_add_test(cases, integers_have_magnitudes);
    tcase_add_test(cases, reals_need_a_fraction_or_an_exponent);
    tcase_add_test(cases, invalid_tokens_are_reported_in_place);
    return cases;
}
