/* The ranges of the integer types, conversions, and how values are printed. */
#include "value.h"

#include "parts.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The least and the greatest value of each integer type. */
static const struct limits {
    int32_t type;
    struct integer least;
    struct integer greatest;
} limits[] = {
    {VERA_BINDING_I8, {true, 128}, {false, INT8_MAX}},
    {VERA_BINDING_I16, {true, 32768}, {false, INT16_MAX}},
    {VERA_BINDING_I32, {true, 2147483648}, {false, INT32_MAX}},
    {VERA_BINDING_I64, {true, (uint64_t)INT64_MAX + 1}, {false, INT64_MAX}},
    {VERA_BINDING_U8, {false, 0}, {false, UINT8_MAX}},
    {VERA_BINDING_U16, {false, 0}, {false, UINT16_MAX}},
    {VERA_BINDING_U32, {false, 0}, {false, UINT32_MAX}},
    {VERA_BINDING_U64, {false, 0}, {false, UINT64_MAX}},
};

enum { TYPES = sizeof limits / sizeof limits[0] };

static char sentence[256];

static bool fit(struct integer integer, bool bits, int32_t type, struct vera_binding_value *value)
{
    return repl_value_fit(integer, bits, type, value, sentence, sizeof sentence);
}

START_TEST(limits_fit_and_values_beyond_do_not)
{
    const struct limits *limit = &limits[_i];
    struct vera_binding_value value;
    ck_assert(fit(limit->least, false, limit->type, &value));
    ck_assert_int_eq(value.type, limit->type);
    ck_assert_int_eq(repl_value_compare(repl_value_integer(&value), limit->least), 0);
    ck_assert(fit(limit->greatest, false, limit->type, &value));
    ck_assert_int_eq(repl_value_compare(repl_value_integer(&value), limit->greatest), 0);

    struct integer below = {true, limit->least.magnitude + 1};
    ck_assert(!fit(below, false, limit->type, &value));
    struct integer above = {false, limit->greatest.magnitude + 1};
    ck_assert(above.magnitude == 0 || !fit(above, false, limit->type, &value));
}
END_TEST

START_TEST(bits_fit_their_width)
{
    const struct limits *limit = &limits[_i];
    const struct limits *unsigned_limit = &limits[_i < 4 ? _i + 4 : _i];
    struct vera_binding_value value;
    ck_assert(fit(unsigned_limit->greatest, true, limit->type, &value));
    struct integer minus_one = {true, 1};
    struct integer all = _i < 4 ? minus_one : limit->greatest;
    ck_assert_int_eq(repl_value_compare(repl_value_integer(&value), all), 0);
    struct integer above = {false, unsigned_limit->greatest.magnitude + 1};
    ck_assert(above.magnitude == 0 || !fit(above, true, limit->type, &value));
}
END_TEST

START_TEST(every_integer_converts_where_it_fits)
{
    for (int other = 0; other < TYPES; other++) {
        struct vera_binding_value from;
        struct vera_binding_value to;
        ck_assert(fit(limits[_i].greatest, false, limits[_i].type, &from));
        bool fits = repl_value_compare(limits[_i].greatest, limits[other].greatest) <= 0;
        ck_assert(repl_value_converts(from.type, limits[other].type));
        ck_assert(repl_value_convert(&from, limits[other].type, &to, sentence, sizeof sentence) ==
                  fits);
        ck_assert(!fits || repl_value_compare(repl_value_integer(&to), limits[_i].greatest) == 0);
    }
}
END_TEST

START_TEST(a_refusal_names_the_range)
{
    struct vera_binding_value value;
    ck_assert(!fit((struct integer){true, 129}, false, VERA_BINDING_I8, &value));
    ck_assert_str_eq(sentence, "-129 does not fit in i8 (-128 to 127)");
    ck_assert(!fit((struct integer){false, 256}, false, VERA_BINDING_U8, &value));
    ck_assert_str_eq(sentence, "256 does not fit in u8 (0 to 255)");
}
END_TEST

START_TEST(integers_are_in_order)
{
    struct integer order[] = {
        {true, UINT64_MAX}, {true, 1}, {false, 0}, {false, 1}, {false, UINT64_MAX}};
    for (int left = 0; left < 5; left++) {
        for (int right = 0; right < 5; right++) {
            int expected = (left > right) - (left < right);
            ck_assert_int_eq(repl_value_compare(order[left], order[right]), expected);
        }
    }
}
END_TEST

static bool to_single(double number, float *single)
{
    struct vera_binding_value from = {.type = VERA_BINDING_F64, .as.f64 = number};
    struct vera_binding_value to;
    bool fits = repl_value_convert(&from, VERA_BINDING_F32, &to, sentence, sizeof sentence);
    *single = fits ? to.as.f32 : 0;
    return fits;
}

START_TEST(reals_round_but_never_to_infinity)
{
    float single;
    ck_assert(to_single(0.1, &single) && single == 0.1F);
    ck_assert(to_single((double)FLT_MAX, &single) && single == FLT_MAX);
    ck_assert(to_single(nextafter(0x1.ffffffp127, 0), &single) && single == FLT_MAX);
    ck_assert(!to_single(0x1.ffffffp127, &single));
    ck_assert(!to_single(-1e39, &single));
    ck_assert_str_eq(sentence, "-1e+39 does not fit in f32");
    ck_assert(to_single(-(double)INFINITY, &single) && isinf(single));
    ck_assert(to_single((double)NAN, &single) && isnan(single));
}
END_TEST

START_TEST(kinds_of_types_do_not_mix)
{
    ck_assert(!repl_value_converts(VERA_BINDING_I64, VERA_BINDING_F64));
    ck_assert(!repl_value_converts(VERA_BINDING_BOOL, VERA_BINDING_I64));
    ck_assert(!repl_value_converts(VERA_BINDING_I64, VERA_BINDING_PTR));
    ck_assert(!repl_value_converts(VERA_BINDING_VOID, VERA_BINDING_I64));
    ck_assert(repl_value_converts(VERA_BINDING_PTR, VERA_BINDING_PTR));
}
END_TEST

static void expect_text(struct vera_binding_value value, const char *expected)
{
    char text[VALUE_TEXT_MAX];
    repl_value_text(&value, text);
    ck_assert_str_eq(text, expected);
}

static void expect_real(double number, const char *expected)
{
    expect_text((struct vera_binding_value){.type = VERA_BINDING_F64, .as.f64 = number}, expected);
}

START_TEST(values_are_printed_in_the_syntax_of_the_language)
{
    expect_text((struct vera_binding_value){.type = VERA_BINDING_I64, .as.i64 = INT64_MIN},
                "-9223372036854775808");
    expect_text((struct vera_binding_value){.type = VERA_BINDING_U64, .as.u64 = UINT64_MAX},
                "18446744073709551615");
    expect_text((struct vera_binding_value){.type = VERA_BINDING_BOOL, .as.boolean = true}, "true");
    expect_text((struct vera_binding_value){.type = VERA_BINDING_PTR, .as.ptr = NULL}, "null");
    expect_text((struct vera_binding_value){.type = VERA_BINDING_PTR, .as.ptr = (void *)0xABC0},
                "0xabc0");
}
END_TEST

START_TEST(reals_are_printed_short_and_exact)
{
    expect_real(0.1, "0.1");
    expect_real(1.0 / 3.0, "0.3333333333333333");
    expect_real(100.0, "100.0");
    expect_real(-0.0, "-0.0");
    expect_real(1e300, "1e+300");
    expect_real(DBL_MAX, "1.7976931348623157e+308");
    expect_real(-DBL_MIN, "-2.2250738585072014e-308");
    expect_real((double)INFINITY, "inf");
    expect_text((struct vera_binding_value){.type = VERA_BINDING_F32, .as.f32 = 0.1F}, "0.1");
    expect_text((struct vera_binding_value){.type = VERA_BINDING_F32, .as.f32 = 16777216.0F},
                "16777216.0");
}
END_TEST

TCase *value_cases(void)
{
    TCase *cases = tcase_create("value");
    tcase_add_loop_test(cases, limits_fit_and_values_beyond_do_not, 0, TYPES);
    tcase_add_loop_test(cases, bits_fit_their_width, 0, TYPES);
    tcase_add_loop_test(cases, every_integer_converts_where_it_fits, 0, TYPES);
    tcase_add_test(cases, a_refusal_names_the_range);
    tcase_add_test(cases, integers_are_in_order);
    tcase_add_test(cases, reals_round_but_never_to_infinity);
    tcase_add_test(cases, kinds_of_types_do_not_mix);
    tcase_add_test(cases, values_are_printed_in_the_syntax_of_the_language);
    tcase_add_test(cases, reals_are_printed_short_and_exact);
    return cases;
}
