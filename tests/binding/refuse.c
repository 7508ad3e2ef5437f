/* What a checked call refuses and with which message, and the nearest that it accepts. */
#include "../run.h"
#include "opening.h"
#include "tree.h"

#include <string.h>

static unsigned char bytes[64];

/* An address that is only compared, never read or written. */
#define AT(number) PTR((void *)(uintptr_t)(number))
#define HIGHEST UINTPTR_MAX

struct attempt {
    const char *function;
    uint32_t count;
    struct vera_binding_value arguments[4];
    int32_t code; /* VERA_BINDING_OK: the function is called */
    int32_t argument;
    const char *words;
};

/* Functions of vera:sample. */
static const struct attempt sample_attempts[] = {
    /* The number of arguments. */
    {"echo_i8", 0, {{0}}, VERA_BINDING_COUNT, -1, "1 argument, not 0"},
    {"echo_i8", 2, {I8(1), I8(2)}, VERA_BINDING_COUNT, -1, "not 2"},
    {"touch", 1, {I8(1)}, VERA_BINDING_COUNT, -1, "0 arguments"},
    {"fill", UINT32_MAX, {{0}}, VERA_BINDING_COUNT, -1, "3 arguments"},
    /* Their types, which are never converted. */
    {"echo_i8", 1, {U8(1)}, VERA_BINDING_TYPE, 0, "value must be of type i8, not u8"},
    {"echo_i64", 1, {I32(1)}, VERA_BINDING_TYPE, 0, "not i32"},
    {"echo_f64", 1, {F32(1)}, VERA_BINDING_TYPE, 0, "not f32"},
    {"echo_ptr", 1, {U64(0)}, VERA_BINDING_TYPE, 0, "not u64"},
    {"echo_bool", 1, {U8(1)}, VERA_BINDING_TYPE, 0, "not u8"},
    {"echo_i8", 1, {{.type = VERA_BINDING_VOID}}, VERA_BINDING_TYPE, 0, "not void"},
    {"echo_i8", 1, {{.type = VERA_BINDING_UNKNOWN}}, VERA_BINDING_TYPE, 0, "not ?"},
    {"echo_i8", 1, {{.type = -1}}, VERA_BINDING_TYPE, 0, "not ?"},
    {"above", 2, {F64(1), I64(1)}, VERA_BINDING_TYPE, 1, "b must be of type f64"},
    {"fill", 3, {I8(1), I8(1), PTR(NULL)}, VERA_BINDING_TYPE, 0, "value"},
    /* A bool is a byte with two values. */
    {"echo_bool", 1, {BOOL(2)}, VERA_BINDING_RANGE, 0, "value is a bool and must be 0 or 1, not 2"},
    {"echo_bool", 1, {BOOL(255)}, VERA_BINDING_RANGE, 0, "255"},
    {"echo_bool", 1, {BOOL(1)}, VERA_BINDING_OK, 0, ""},
    /* Null where the amount is above 0, of i64 and other types, or constant. */
    {"fill", 3, {U8(1), U16(1), PTR(NULL)}, VERA_BINDING_NULL, 2, "dest is null while count is 1"},
    {"fill", 3, {U8(1), U16(0), PTR(NULL)}, VERA_BINDING_OK, 0, ""},
    {"load", 1, {PTR(NULL)}, VERA_BINDING_NULL, 0, "src must not be null"},
    {"load", 1, {PTR(bytes)}, VERA_BINDING_OK, 0, ""},
    {"find", 3, {PTR(NULL), U8(0), I64(9)}, VERA_BINDING_NULL, 0, "text is null while count is 9"},
    {"find", 3, {PTR(NULL), U8(0), I64(0)}, VERA_BINDING_OK, 0, ""},
    {"find", 3, {PTR(bytes), U8(0), I64(9)}, VERA_BINDING_OK, 0, ""},
    {"drop", 3, {PTR(NULL), I64(-1), I64(0)}, VERA_BINDING_OK, 0, ""},
    {"sum16", 0, {{0}}, VERA_BINDING_COUNT, -1, "16 arguments"},
    /* A negative number of bytes. */
    {"find", 3, {PTR(bytes), U8(0), I64(-1)}, VERA_BINDING_RANGE, 2, "count"},
    {"find", 3, {PTR(NULL), U8(0), I64(INT64_MIN)}, VERA_BINDING_RANGE, 2, "-9223372036854775808"},
    {"make", 2, {I64(-1), I64(8)}, VERA_BINDING_OK, 0, ""},
    /* Ranges with lengths of type u32. */
    {"copy", 3, {U32(8), PTR(bytes), PTR(bytes + 7)}, VERA_BINDING_RANGE, 1, "overlap"},
    {"copy", 3, {U32(8), PTR(bytes), PTR(bytes + 8)}, VERA_BINDING_OK, 0, ""},
};

/* Functions of vera:probe, which do not use their pointers. */
static const struct attempt probe_attempts[] = {
    {"span_i8", 3, {AT(16), AT(64), I8(-1)}, VERA_BINDING_RANGE, 2, "count is a number of bytes"},
    {"span_i16", 3, {AT(16), AT(64), I16(-2)}, VERA_BINDING_RANGE, 2, "-2"},
    {"span_i32", 3, {AT(16), AT(64), I32(INT32_MIN)}, VERA_BINDING_RANGE, 2, "-2147483648"},
    {"span_i64", 3, {AT(16), AT(64), I64(-4)}, VERA_BINDING_RANGE, 2, "-4"},
    {"span_i8", 3, {AT(128), AT(0), I8(127)}, VERA_BINDING_OK, 0, ""},
    {"span_i16", 3, {AT(32768), AT(0), I16(INT16_MAX)}, VERA_BINDING_OK, 0, ""},
    {"span_i8", 3, {AT(0), AT(64), I8(0)}, VERA_BINDING_OK, 0, ""},
    {"span_i8", 3, {AT(0), AT(64), I8(1)}, VERA_BINDING_NULL, 0, "dest is null while count is 1"},
    {"span_u64", 3, {AT(0), AT(64), U64(UINT64_MAX)}, VERA_BINDING_NULL, 0, "dest"},
    {"spill_i8", 2, {AT(64), I8(-1)}, VERA_BINDING_RANGE, 1, "-1"},
    {"spill_i16", 2, {AT(64), I16(-1)}, VERA_BINDING_RANGE, 1, "-1"},
    {"spill_i32", 2, {AT(64), I32(-1)}, VERA_BINDING_RANGE, 1, "-1"},
    {"spill_i32", 2, {AT(0), I32(1)}, VERA_BINDING_OK, 0, ""},
    /* Of two errors, the length is reported first: it may have caused the other. */
    {"span_i64", 3, {AT(0), AT(64), I64(-1)}, VERA_BINDING_RANGE, 2, ""},
    /* Ranges may touch, start together or be empty. */
    {"span_i64", 3, {AT(64), AT(65), I64(1)}, VERA_BINDING_OK, 0, ""},
    {"span_i64",
     3,
     {AT(64), AT(65), I64(2)},
     VERA_BINDING_RANGE,
     0,
     "the 2 bytes at dest (0x40) overlap the 2 bytes at src (0x41)"},
    {"span_i64", 3, {AT(65), AT(64), I64(1)}, VERA_BINDING_OK, 0, ""},
    {"span_i64", 3, {AT(65), AT(64), I64(2)}, VERA_BINDING_RANGE, 0, "overlap"},
    {"span_i64", 3, {AT(64), AT(64), I64(1000)}, VERA_BINDING_OK, 0, ""},
    {"span_i64", 3, {AT(64), AT(65), I64(0)}, VERA_BINDING_OK, 0, ""},
    {"span_i64", 3, {AT(64), AT(1000000), I64(INT64_MAX)}, VERA_BINDING_RANGE, 0, "overlap"},
    /* At the ends of the address space, where the end of a range would wrap. */
    {"span_i64", 3, {AT(HIGHEST), AT(1), I64(2)}, VERA_BINDING_OK, 0, ""},
    {"span_i64", 3, {AT(1), AT(HIGHEST), I64(2)}, VERA_BINDING_OK, 0, ""},
    {"span_i64", 3, {AT(HIGHEST - 1), AT(HIGHEST), I64(2)}, VERA_BINDING_RANGE, 0, "overlap"},
    {"span_i64", 3, {AT(1), AT(HIGHEST), I64(INTPTR_MAX)}, VERA_BINDING_OK, 0, ""},
    {"span_i32", 3, {AT(64), AT(65), I32(2)}, VERA_BINDING_RANGE, 0, "overlap"},
    {"span_u64", 3, {AT(64), AT(65), U64(UINT64_MAX)}, VERA_BINDING_RANGE, 0, "overlap"},
    {"span_u64", 3, {AT(64), AT(64), U64(UINT64_MAX)}, VERA_BINDING_OK, 0, ""},
    /* Every range at a pointer is compared. */
    {"mix", 3, {AT(100), AT(200), I64(8)}, VERA_BINDING_OK, 0, ""},
    {"mix", 3, {AT(193), AT(200), I64(0)}, VERA_BINDING_RANGE, 0, "the 8 bytes at one"},
    {"mix", 3, {AT(192), AT(200), I64(8)}, VERA_BINDING_OK, 0, ""},
    {"mix", 3, {AT(192), AT(200), I64(9)}, VERA_BINDING_RANGE, 0, "the 9 bytes at one"},
    {"mix", 3, {AT(215), AT(200), I64(0)}, VERA_BINDING_RANGE, 0, "the 16 bytes at other"},
    {"mix", 3, {AT(216), AT(200), I64(0)}, VERA_BINDING_OK, 0, ""},
    {"mix", 3, {AT(100), AT(0), I64(0)}, VERA_BINDING_NULL, 1, "other must not be null"},
    {"mix", 3, {AT(0), AT(200), I64(0)}, VERA_BINDING_OK, 0, ""},
};

static void attempt(const struct vera_binding_module *module, const struct attempt *attempt)
{
    const struct vera_binding_function *function = find(module, attempt->function);
    struct vera_binding_error error;
    struct vera_binding_error before;
    memset(&error, 0x5A, sizeof error);
    before = error;
    int32_t code =
        vera_binding_call(function, attempt->arguments, attempt->count, NULL, NULL, &error);
    ck_assert_int_eq(code, attempt->code);
    if (code == VERA_BINDING_OK) {
        ck_assert_mem_eq(&error, &before, sizeof error);
        return;
    }
    ck_assert_int_eq(error.code, code);
    ck_assert_int_eq(error.argument, attempt->argument);
    ck_assert_str_eq(error.function, attempt->function);
    ck_assert_msg(strncmp(error.message, attempt->function, strlen(attempt->function)) == 0, "%s",
                  error.message);
    expect_words(&error, attempt->words);
    ck_assert_int_eq(
        vera_binding_call(function, attempt->arguments, attempt->count, NULL, NULL, NULL), code);
}

START_TEST(attempts_on_the_sample)
{
    struct vera_binding_module *module = open_sample();
    attempt(module, &sample_attempts[_i]);
    vera_binding_close(module);
}
END_TEST

START_TEST(attempts_on_the_probe)
{
    tree_copy(built("tests/binding/probe/newer.json"), "lib/vera/modules/probe.json");
    tree_copy(built(PROBE_LIBRARY("newer")), "lib/" LAYOUT_LIBRARY("vera_probe"));
    struct vera_binding_module *module = open_module(tree_path("lib/vera/modules/probe.json"));
    attempt(module, &probe_attempts[_i]);
    vera_binding_close(module);
}
END_TEST

START_TEST(nothing_is_called_when_it_is_refused)
{
    struct vera_binding_module *module = open_sample();
    struct vera_binding_value result = I64(3);
    int32_t call_errno = 3;
    ck_assert_int_eq(
        vera_binding_call(find(module, "touch"), &I8(1), 1, &result, &call_errno, NULL),
        VERA_BINDING_COUNT);
    memset(bytes, 1, sizeof bytes);
    const struct vera_binding_value overlapping[] = {U32(9), PTR(bytes), PTR(bytes + 8)};
    bytes[8] = 2;
    ck_assert_int_eq(
        vera_binding_call(find(module, "copy"), overlapping, 3, &result, &call_errno, NULL),
        VERA_BINDING_RANGE);
    ck_assert_uint_eq(bytes[0], 1);
    ck_assert_int_eq(result.as.i64, 3);
    ck_assert_int_eq(call_errno, 3);
    struct vera_binding_value touched;
    ck_assert_int_eq(vera_binding_call(find(module, "touched"), NULL, 0, &touched, NULL, NULL),
                     VERA_BINDING_OK);
    ck_assert_int_eq(touched.as.i64, 0);
    vera_binding_close(module);
}
END_TEST

Suite *suite(void)
{
    if (!sample_staged()) {
        skip_suite("no shared library was built");
    }
    Suite *suite = suite_create("refuse");
    TCase *tests = tree_case("refuse");
    tcase_add_loop_test(tests, attempts_on_the_sample, 0,
                        sizeof sample_attempts / sizeof sample_attempts[0]);
    tcase_add_loop_test(tests, attempts_on_the_probe, 0,
                        sizeof probe_attempts / sizeof probe_attempts[0]);
    tcase_add_test(tests, nothing_is_called_when_it_is_refused);
    suite_add_tcase(suite, tests);
    return suite;
}
