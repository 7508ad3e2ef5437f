/* Literals and conversions for parameters of every type, and that all types are checked
 * before anything is called. */
#include "lines.h"

START_TEST(literals_take_the_type_of_their_parameter)
{
    run("sample.echo_i8(-128)", "-128 : i8\n");
    run("sample.echo_i16(32767)", "32767 : i16\n");
    run("sample.echo_i32(-2147483648)", "-2147483648 : i32\n");
    run("sample.echo_i64(-9223372036854775808)", "-9223372036854775808 : i64\n");
    run("sample.echo_u8(255)", "255 : u8\n");
    run("sample.echo_u16(65535)", "65535 : u16\n");
    run("sample.echo_u32(4294967295)", "4294967295 : u32\n");
    run("sample.echo_u64(18446744073709551615)", "18446744073709551615 : u64\n");
    run("sample.echo_f32(0.1)", "0.1 : f32\n");
    run("sample.echo_f64(-2.5e300)", "-2.5e+300 : f64\n");
    run("sample.echo_bool(true)", "true : bool\n");
    run("sample.echo_ptr(null)", "null : ptr\n");
}
END_TEST

START_TEST(literals_that_do_not_fit_are_refused)
{
    refuse("sample.echo_i8(128)", 16, "128 does not fit in i8 (-128 to 127)");
    refuse("sample.echo_i8(-129)", 16, "-129 does not fit in i8 (-128 to 127)");
    refuse("sample.echo_u8(-1)", 16, "-1 does not fit in u8 (0 to 255)");
    refuse("sample.echo_u16(65536)", 17, "65536 does not fit in u16 (0 to 65535)");
    refuse("sample.echo_f32(1e39)", 17, "1e+39 does not fit in f32");
    refuse("9223372036854775808", 1,
           "9223372036854775808 does not fit in i64 (-9223372036854775808 to 9223372036854775807)");
    refuse(
        "let x = 18446744073709551615", 9,
        "18446744073709551615 does not fit in i64 (-9223372036854775808 to 9223372036854775807)");
}
END_TEST

START_TEST(hexadecimal_literals_are_bits)
{
    run("sample.echo_i8(0xFF)", "-1 : i8\n");
    run("sample.echo_i8(0x80)", "-128 : i8\n");
    run("sample.echo_u8(0xFF)", "255 : u8\n");
    run("0xFFFFFFFFFFFFFFFF", "-1 : i64\n");
    run("-0x10", "-16 : i64\n");
    run("assert sample.echo_i8(0xFF) == 0xFF", "");
    refuse("sample.echo_i8(0x100)", 16, "256 does not fit in i8 (-128 to 127)");
    refuse("sample.echo_i8(-0xFF)", 16, "-255 does not fit in i8 (-128 to 127)");
}
END_TEST

START_TEST(values_convert_where_they_fit)
{
    run("let x = 200", "");
    run("sample.echo_u8(x)", "200 : u8\n");
    run("sample.echo_u64(sample.echo_u8(x))", "200 : u64\n");
    run("sample.echo_f64(sample.echo_f32(0.5))", "0.5 : f64\n");
    run("sample.echo_f32(0.5 * 3.0)", "1.5 : f32\n");
    refuse("sample.echo_i8(x)", 16, "200 does not fit in i8 (-128 to 127)");
    refuse("sample.echo_u8(x + 100)", 18, "300 does not fit in u8 (0 to 255)");
    refuse("sample.echo_u64(-x)", 17, "-200 does not fit in u64 (0 to 18446744073709551615)");
    refuse(
        "sample.echo_i64(sample.echo_u64(18446744073709551615))", 17,
        "18446744073709551615 does not fit in i64 (-9223372036854775808 to 9223372036854775807)");
    refuse("sample.echo_f32(1e38 * 10.0)", 22, "1e+39 does not fit in f32");
}
END_TEST

START_TEST(kinds_of_types_do_not_mix)
{
    refuse("sample.echo_i64(2.5)", 17, "expected i64, found f64");
    refuse("sample.echo_f64(2)", 17, "expected f64, found i64");
    refuse("sample.echo_bool(1)", 18, "expected bool, found i64");
    refuse("sample.echo_ptr(0)", 17, "expected ptr, found i64");
    refuse("memory.allocate(p)", 17, "expected i64, found ptr");
    refuse("memory.allocate(memory.free(p, 16))", 17, "memory.free returns no value");
    refuse("let x = sample.touch()", 9, "sample.touch returns no value");
    refuse("assert 1", 8, "expected bool, found i64");
}
END_TEST

/* If a call further left were made, a block would be left, or p would be freed, at the
 * end of the test. */
START_TEST(nothing_is_called_before_everything_is_checked)
{
    refuse("equal(memory.allocate(8), p, true)", 30, "expected i64, found bool");
    refuse("sample.sum16(1, 1.0, 1, true, 1, 1.0, 1, memory.allocate(8), 1, 1, 1.0, 1, true, 1, "
           "x, 1.0)",
           85, "unknown name 'x'");
    refuse("memory.free(p, 16 + true)", 19, "i64 + bool is not defined");
}
END_TEST

START_TEST(sixteen_arguments_can_be_passed)
{
    run("sample.sum16(1, 1.0, 1, true, 1, 1.0, 1, null, 1, 1, 1.0, 1, true, 1, 1, 1.0)",
        "128.0 : f64\n");
    run("sample.sum16(1, 1.0, 1, true, 1, 1.0, 1, p, 1, 1, 1.0, 1, true, 1, 1, 1.0)",
        "184.0 : f64\n");
    run("sample.sum16(-1, 0.5, 2, false, -3, 0.25, 4, null, -5, 6, 1.5, -7, true, 8, -9, 2.0)",
        "-10.0 : f64\n");
}
END_TEST

START_TEST(the_number_of_arguments_is_checked)
{
    refuse("memory.allocate()", 1, "memory.allocate takes 1 argument, not 0");
    refuse("memory.allocate(1, 2, 3)", 20, "memory.allocate takes 1 argument, not 3");
    refuse("equal(p, p)", 1, "session.equal takes 3 arguments, not 2");
}
END_TEST

TCase *type_cases(void)
{
    TCase *cases = tcase_create("type");
    tcase_add_test(cases, literals_take_the_type_of_their_parameter);
    tcase_add_test(cases, literals_that_do_not_fit_are_refused);
    tcase_add_test(cases, hexadecimal_literals_are_bits);
    tcase_add_test(cases, values_convert_where_they_fit);
    tcase_add_test(cases, kinds_of_types_do_not_mix);
    tcase_add_test(cases, nothing_is_called_before_everything_is_checked);
    tcase_add_test(cases, sixteen_arguments_can_be_passed);
    tcase_add_test(cases, the_number_of_arguments_is_checked);
    return cases;
}
