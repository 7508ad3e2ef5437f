/* Arithmetic and comparisons: their values, their types, and which operands they refuse.
 * How expressions are parsed is tested in tests/repl/parts. */
#include "lines.h"

#include <inttypes.h>
#include <stdio.h>

START_TEST(integers_are_computed_as_i64)
{
    run("2 + 3 * 4 - 10 / 4 % 2", "14 : i64\n");
    run("-7 / 2", "-3 : i64\n");
    run("-7 % 2", "-1 : i64\n");
    run("(2 + 3) * 4", "20 : i64\n");
    run("sample.echo_u8(255) + sample.echo_i8(-1)", "254 : i64\n");
    run("-sample.echo_u8(255)", "-255 : i64\n");
    run("-9223372036854775808 % -1", "0 : i64\n");
    run("9223372036854775807 / -1", "-9223372036854775807 : i64\n");
}
END_TEST

START_TEST(results_that_do_not_fit_are_refused)
{
    refuse("9223372036854775807 + 1", 21, "the result does not fit in i64");
    refuse("-9223372036854775808 - 1", 22, "the result does not fit in i64");
    refuse("4611686018427387904 * 2", 21, "the result does not fit in i64");
    refuse("-9223372036854775808 / -1", 22, "the result does not fit in i64");
    refuse("-(-9223372036854775808)", 1, "the result does not fit in i64");
    refuse("1 / 0", 3, "division by zero");
    refuse("1 % 0", 3, "division by zero");
    refuse(
        "sample.echo_u64(18446744073709551615) + 1", 1,
        "18446744073709551615 does not fit in i64 (-9223372036854775808 to 9223372036854775807)");
}
END_TEST

START_TEST(reals_are_computed_as_f64)
{
    run("0.5 + 0.25 * 2.0", "1.0 : f64\n");
    run("1.0 / 3.0", "0.3333333333333333 : f64\n");
    run("1.0 - 2.5", "-1.5 : f64\n");
    run("sample.echo_f32(0.5) * 3.0", "1.5 : f64\n");
    run("1.0 / 0.0", "inf : f64\n");
    run("0.0 / 0.0 == 0.0 / 0.0", "false : bool\n");
    run("0.0 / 0.0 != 1.0", "true : bool\n");
    run("0.0 / 0.0 >= 1.0", "false : bool\n");
}
END_TEST

START_TEST(pointers_can_be_moved_and_subtracted)
{
    run("p + 8 - p", "8 : i64\n");
    run("p - (p + 8)", "-8 : i64\n");
    run("(p + 8) - 8 == p", "true : bool\n");
    run("null + 255", "0xff : ptr\n");
    refuse("null - 1", 6, "the result does not fit in ptr");
    refuse("null - 1 + 1", 6, "the result does not fit in ptr");
    char line[128];
    snprintf(line, sizeof line, "let high = null + %jd + %jd", (intmax_t)INTPTR_MAX,
             (intmax_t)INTPTR_MAX);
    run(line, "");
    if (sizeof(void *) == sizeof(int64_t)) {
        refuse("high - null", 6, "the result does not fit in i64");
    }
    refuse("high + 2", 6, "the result does not fit in ptr");
    refuse("p + p", 3, "ptr + ptr is not defined");
    refuse("8 + p", 3, "i64 + ptr is not defined");
    refuse("p * 2", 3, "ptr * i64 is not defined");
}
END_TEST

START_TEST(comparisons_give_bool)
{
    run("1 < 2", "true : bool\n");
    run("2 <= 1", "false : bool\n");
    run("2 > 2", "false : bool\n");
    run("2 >= 2", "true : bool\n");
    run("1 == 1", "true : bool\n");
    run("1 != 1", "false : bool\n");
    run("1.5 < 2.5", "true : bool\n");
    run("2.5 <= 1.5", "false : bool\n");
    run("true == false", "false : bool\n");
    run("true != false", "true : bool\n");
    run("p == p", "true : bool\n");
    run("p != null", "true : bool\n");
    run("1 < 2 == true", "true : bool\n");
}
END_TEST

START_TEST(integers_of_all_types_can_be_compared)
{
    run("sample.echo_u64(18446744073709551615) == 18446744073709551615", "true : bool\n");
    run("18446744073709551615 > sample.echo_u64(0)", "true : bool\n");
    run("sample.echo_u64(18446744073709551615) > sample.echo_i8(-1)", "true : bool\n");
    run("sample.echo_u64(18446744073709551615) == sample.echo_i8(-1)", "false : bool\n");
    run("sample.echo_f32(0.1) == 0.1", "true : bool\n");
    run("-0.1 == sample.echo_f32(-0.1)", "true : bool\n");
    refuse("sample.echo_u8(1) == 256", 22, "256 does not fit in u8 (0 to 255)");
}
END_TEST

START_TEST(undefined_operations_are_refused)
{
    refuse("1 + 2.5", 3, "i64 + f64 is not defined");
    refuse("1 == 2.5", 3, "i64 == f64 is not defined");
    refuse("true < false", 6, "bool < bool is not defined");
    refuse("p < null", 3, "ptr < ptr is not defined");
    refuse("2.5 % 2.0", 5, "f64 % f64 is not defined");
    refuse("true + 1", 6, "bool + i64 is not defined");
    refuse("-true", 1, "-bool is not defined");
    refuse("-p", 1, "-ptr is not defined");
}
END_TEST

TCase *arithmetic_cases(void)
{
    TCase *cases = tcase_create("arithmetic");
    tcase_add_test(cases, integers_are_computed_as_i64);
    tcase_add_test(cases, results_that_do_not_fit_are_refused);
    tcase_add_test(cases, reals_are_computed_as_f64);
    tcase_add_test(cases, pointers_can_be_moved_and_subtracted);
    tcase_add_test(cases, comparisons_give_bool);
    tcase_add_test(cases, integers_of_all_types_can_be_compared);
    tcase_add_test(cases, undefined_operations_are_refused);
    return cases;
}
