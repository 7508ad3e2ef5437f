/* The three ways to call, with every scalar type: tagged values, raw pointers,
 * and the plain address. */
#include "../run.h"
#include "opening.h"
#include "tree.h"

#include <errno.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* Values of each type that reveal a wrong widening or narrowing. */
static const struct {
    const char *function;
    struct vera_binding_value value;
} echoes[] = {
    {"echo_i8", I8(INT8_MIN)},
    {"echo_i8", I8(-1)},
    {"echo_i8", I8(INT8_MAX)},
    {"echo_i16", I16(INT16_MIN)},
    {"echo_i16", I16(-2)},
    {"echo_i16", I16(INT16_MAX)},
    {"echo_i32", I32(INT32_MIN)},
    {"echo_i32", I32(-3)},
    {"echo_i32", I32(INT32_MAX)},
    {"echo_i64", I64(INT64_MIN)},
    {"echo_i64", I64(-4)},
    {"echo_i64", I64(INT64_MAX)},
    {"echo_u8", U8(0)},
    {"echo_u8", U8(0x80)},
    {"echo_u8", U8(UINT8_MAX)},
    {"echo_u16", U16(0x8000)},
    {"echo_u16", U16(UINT16_MAX)},
    {"echo_u32", U32(0x80000000)},
    {"echo_u32", U32(UINT32_MAX)},
    {"echo_u64", U64(UINT64_C(0x8000000000000000))},
    {"echo_u64", U64(UINT64_MAX)},
    {"echo_f32", F32(-FLT_MAX)},
    {"echo_f32", F32(FLT_TRUE_MIN)},
    {"echo_f32", F32(-0.0F)},
    {"echo_f32", F32(INFINITY)},
    {"echo_f64", F64(DBL_MAX)},
    {"echo_f64", F64(-DBL_TRUE_MIN)},
    {"echo_f64", F64(-0.0)},
    {"echo_f64", F64(-INFINITY)},
    {"echo_bool", BOOL(0)},
    {"echo_bool", BOOL(1)},
    {"echo_ptr", PTR(NULL)},
    {"echo_ptr", PTR((void *)UINTPTR_MAX)},
};

enum { echo_count = sizeof echoes / sizeof echoes[0] };

static size_t size_of(int32_t type)
{
    static const size_t sizes[] = {
        [VERA_BINDING_BOOL] = 1, [VERA_BINDING_I8] = 1,  [VERA_BINDING_I16] = 2,
        [VERA_BINDING_I32] = 4,  [VERA_BINDING_I64] = 8, [VERA_BINDING_U8] = 1,
        [VERA_BINDING_U16] = 2,  [VERA_BINDING_U32] = 4, [VERA_BINDING_U64] = 8,
        [VERA_BINDING_F32] = 4,  [VERA_BINDING_F64] = 8, [VERA_BINDING_PTR] = sizeof(void *),
    };
    return sizes[type];
}

/* The value, with garbage in the other bytes of the union. */
static struct vera_binding_value soil(struct vera_binding_value value)
{
    struct vera_binding_value soiled = {.type = value.type, .as.u64 = UINT64_C(0xA5A5A5A5A5A5A5A5)};
    memcpy(&soiled.as, &value.as, size_of(value.type));
    return soiled;
}

START_TEST(echoes_by_tagged_values)
{
    struct vera_binding_module *module = open_sample();
    const struct vera_binding_function *function = find(module, echoes[_i].function);
    struct vera_binding_value argument = soil(echoes[_i].value);
    struct vera_binding_value result;
    memset(&result, 0x5A, sizeof result);
    int32_t call_errno = 77;
    ck_assert_int_eq(vera_binding_call(function, &argument, 1, &result, &call_errno, NULL),
                     VERA_BINDING_OK);
    ck_assert_int_eq(result.type, echoes[_i].value.type);
    ck_assert_mem_eq(&result.as, &echoes[_i].value.as, size_of(result.type));
    ck_assert_int_eq(call_errno, 0);
    vera_binding_close(module);
}
END_TEST

/* Nothing is written beyond the result. */
START_TEST(echoes_by_raw_pointers)
{
    struct vera_binding_module *module = open_sample();
    const struct vera_binding_function *function = find(module, echoes[_i].function);
    struct vera_binding_value argument = soil(echoes[_i].value);
    void *arguments[] = {&argument.as};
    unsigned char room[16];
    memset(room, 0x5A, sizeof room);
    size_t size = size_of(argument.type);
    ck_assert_int_eq(vera_binding_call_raw(function, arguments, room), 0);
    ck_assert_mem_eq(room, &echoes[_i].value.as, size);
    for (size_t i = size; i < sizeof room; i++) {
        ck_assert_uint_eq(room[i], 0x5A);
    }
    ck_assert_int_eq(vera_binding_call_raw(function, arguments, NULL), 0);
    vera_binding_close(module);
}
END_TEST

/* Calls as a compiler would, with the address and the types of the manifest. */
#define ECHO(type, member)                                                                         \
    (result.as.member = ((type(*)(type))vera_binding_address(function))(value->as.member))

static struct vera_binding_value echo(const struct vera_binding_function *function,
                                      const struct vera_binding_value *value)
{
    struct vera_binding_value result = {0};
    switch (value->type) {
    case VERA_BINDING_BOOL:
        ECHO(bool, boolean);
        break;
    case VERA_BINDING_I8:
        ECHO(int8_t, i8);
        break;
    case VERA_BINDING_I16:
        ECHO(int16_t, i16);
        break;
    case VERA_BINDING_I32:
        ECHO(int32_t, i32);
        break;
    case VERA_BINDING_I64:
        ECHO(int64_t, i64);
        break;
    case VERA_BINDING_U8:
        ECHO(uint8_t, u8);
        break;
    case VERA_BINDING_U16:
        ECHO(uint16_t, u16);
        break;
    case VERA_BINDING_U32:
        ECHO(uint32_t, u32);
        break;
    case VERA_BINDING_U64:
        ECHO(uint64_t, u64);
        break;
    case VERA_BINDING_F32:
        ECHO(float, f32);
        break;
    case VERA_BINDING_F64:
        ECHO(double, f64);
        break;
    case VERA_BINDING_PTR:
        ECHO(void *, ptr);
        break;
    }
    return result;
}

START_TEST(echoes_by_the_address)
{
    struct vera_binding_module *module = open_sample();
    const struct vera_binding_value *value = &echoes[_i].value;
    struct vera_binding_value result = echo(find(module, echoes[_i].function), value);
    ck_assert_mem_eq(&result.as, &value->as, size_of(value->type));
    vera_binding_close(module);
}
END_TEST

/* Arguments whose sum, each multiplied by its position, shows whether any two were
 * swapped. */
static const uint8_t byte = 128;
static const struct vera_binding_value sixteen[] = {
    I8(-1),     F32(2.5F), U8(255),     BOOL(1),           I16(-300), F64(0.125),
    U16(60000), PTR(NULL), I32(-70000), U32(4000000000U),  F32(-8),   I64(-5000000000),
    BOOL(1),    U64(1),    I8(127),     F64(1.0 / 1024.0),
};

static double sum_of_sixteen(void)
{
    return 1 * -1.0 + 2 * 2.5 + 3 * 255.0 + 4 * 1.0 + 5 * -300.0 + 6 * 0.125 + 7 * 60000.0 +
           8 * 128.0 + 9 * -70000.0 + 10 * 4000000000.0 + 11 * -8.0 + 12 * -5000000000.0 +
           13 * 1.0 + 14 * 1.0 + 15 * 127.0 + 16 * (1.0 / 1024.0);
}

START_TEST(passes_sixteen_parameters)
{
    struct vera_binding_module *module = open_sample();
    const struct vera_binding_function *function = find(module, "sum16");
    struct vera_binding_value arguments[16];
    void *places[16];
    for (int i = 0; i < 16; i++) {
        arguments[i] = soil(sixteen[i]);
        places[i] = &arguments[i].as;
    }
    arguments[7].as.ptr = (void *)&byte;
    struct vera_binding_value result;
    ck_assert_int_eq(vera_binding_call(function, arguments, 16, &result, NULL, NULL),
                     VERA_BINDING_OK);
    ck_assert_int_eq(result.type, VERA_BINDING_F64);
    ck_assert_double_eq(result.as.f64, sum_of_sixteen());
    double sum = 0;
    ck_assert_int_eq(vera_binding_call_raw(function, places, &sum), 0);
    ck_assert_double_eq(sum, sum_of_sixteen());
    double (*address)(int8_t, float, uint8_t, bool, int16_t, double, uint16_t, const void *,
                      int32_t, uint32_t, float, int64_t, bool, uint64_t, int8_t, double) =
        (double (*)(int8_t, float, uint8_t, bool, int16_t, double, uint16_t, const void *, int32_t,
                    uint32_t, float, int64_t, bool, uint64_t, int8_t,
                    double))vera_binding_address(function);
    sum = address(-1, 2.5F, 255, true, -300, 0.125, 60000, &byte, -70000, 4000000000U, -8,
                  -5000000000, true, 1, 127, 1.0 / 1024.0);
    ck_assert_double_eq(sum, sum_of_sixteen());
    vera_binding_close(module);
}
END_TEST

START_TEST(calls_without_arguments_or_a_result)
{
    struct vera_binding_module *module = open_sample();
    const struct vera_binding_function *touch = find(module, "touch");
    const struct vera_binding_function *touched = find(module, "touched");
    struct vera_binding_value result = I64(5);
    ck_assert_int_eq(vera_binding_call(touch, NULL, 0, &result, NULL, NULL), VERA_BINDING_OK);
    ck_assert_int_eq(result.type, VERA_BINDING_VOID);
    ck_assert_int_eq(vera_binding_call(touch, NULL, 0, NULL, NULL, NULL), VERA_BINDING_OK);
    ck_assert_int_eq(vera_binding_call_raw(touch, NULL, NULL), 0);
    ((void (*)(void))vera_binding_address(touch))();
    int64_t count = 0;
    ck_assert_int_eq(vera_binding_call_raw(touched, NULL, &count), 0);
    ck_assert_int_eq(count, 4);
    vera_binding_close(module);
}
END_TEST

START_TEST(errno_is_zero_before_a_call)
{
    struct vera_binding_module *module = open_sample();
    const struct vera_binding_function *fail = find(module, "fail");
    const struct vera_binding_function *touch = find(module, "touch");
    struct vera_binding_value result;
    int32_t call_errno = 0;
    errno = EBADF;
    ck_assert_int_eq(vera_binding_call(fail, &I32(ERANGE), 1, &result, &call_errno, NULL),
                     VERA_BINDING_OK);
    ck_assert_int_eq(call_errno, ERANGE);
    ck_assert_int_eq(errno, ERANGE);
    ck_assert_int_eq(result.as.i32, -1);
    errno = EBADF;
    ck_assert_int_eq(vera_binding_call(touch, NULL, 0, NULL, &call_errno, NULL), VERA_BINDING_OK);
    ck_assert_int_eq(call_errno, 0);
    errno = EBADF;
    ck_assert_int_eq(vera_binding_call_raw(touch, NULL, NULL), 0);
    int32_t code = EDOM;
    int32_t returned = 0;
    ck_assert_int_eq(vera_binding_call_raw(fail, (void *[]){&code}, &returned), EDOM);
    ck_assert_int_eq(returned, -1);
    vera_binding_close(module);
}
END_TEST

/* A function of vera:sample, with other types in the manifest than it has. */
static const struct vera_binding_function *pretend(struct vera_binding_module **module,
                                                   const char *symbol, const char *takes,
                                                   const char *returns)
{
    char text[1024];
    snprintf(text, sizeof text,
             "{ \"format\": 1, \"module\": \"sample\",\n"
             "  " NAMES_LIBRARY(
                 "sample.library") ",\n"
                                   "  \"nodes\": [ { \"name\": \"VERA_SAMPLE_1.0\" } ],\n"
                                   "  \"functions\": [ { \"name\": \"other\", \"symbol\": \"%s\",\n"
                                   "    \"node\": \"VERA_SAMPLE_1.0\", \"returns\": { \"type\": "
                                   "\"%s\" },\n"
                                   "    \"parameters\": [ { \"name\": \"value\", \"type\": \"%s\" "
                                   "} ] } ] }\n",
             symbol, returns, takes);
    tree_write("lib/vera/modules/sample.json", text);
    tree_copy(built(SAMPLE_LIBRARY), "lib/sample.library");
    *module = open_module(tree_path("lib/vera/modules/sample.json"));
    return find(*module, "other");
}

/* What a function returns whose manifest has a narrower result: the other bits of the
 * register do not count. */
static const struct {
    const char *type;
    uint64_t returned;
    struct vera_binding_value expected;
} narrow[] = {
    {"bool", UINT64_C(0xFFFFFFFFFFFFFF00), BOOL(0)},
    {"bool", UINT64_C(0x5A5A5A5A5A5A5A01), BOOL(1)},
    {"bool", UINT64_C(0x0000000000000002), BOOL(1)},
    {"i8", UINT64_C(0x123456789ABCDE80), I8(INT8_MIN)},
    {"i8", UINT64_C(0xFFFFFFFFFFFFFF7F), I8(INT8_MAX)},
    {"i16", UINT64_C(0x123456789ABC8000), I16(INT16_MIN)},
    {"i16", UINT64_C(0xFFFFFFFFFFFF7FFF), I16(INT16_MAX)},
    {"i32", UINT64_C(0x1234567880000000), I32(INT32_MIN)},
    {"i32", UINT64_C(0xFFFFFFFF7FFFFFFF), I32(INT32_MAX)},
    {"u8", UINT64_C(0xFFFFFFFFFFFFFF80), U8(0x80)},
    {"u16", UINT64_C(0xFFFFFFFFFFFF8000), U16(0x8000)},
    {"u32", UINT64_C(0xFFFFFFFF80000000), U32(0x80000000)},
};

START_TEST(a_narrow_result_is_only_its_own_bits)
{
    struct vera_binding_module *module;
    const struct vera_binding_function *cut =
        pretend(&module, "vera_sample_echo_u64", "u64", narrow[_i].type);
    struct vera_binding_value result;
    ck_assert_int_eq(vera_binding_call(cut, &U64(narrow[_i].returned), 1, &result, NULL, NULL),
                     VERA_BINDING_OK);
    ck_assert_int_eq(result.type, narrow[_i].expected.type);
    ck_assert_mem_eq(&result.as, &narrow[_i].expected.as, size_of(result.type));
    vera_binding_close(module);
}
END_TEST

/* What a function that takes 32 bits receives when it is passed fewer. Compilers differ in
 * whether they rely on it, unless the system's calling convention decides. */
static const struct {
    const char *type;
    struct vera_binding_value value;
    uint32_t received;
} extended[] = {
    {"bool", BOOL(1), 1},       {"i8", I8(-1), UINT32_MAX},       {"i8", I8(127), 127},
    {"u8", U8(255), 255},       {"i16", I16(-2), UINT32_MAX - 1}, {"i16", I16(32767), 32767},
    {"u16", U16(65535), 65535},
};

START_TEST(a_narrow_argument_is_extended_as_its_type_says)
{
    struct vera_binding_module *module;
    const struct vera_binding_function *extend =
        pretend(&module, "vera_sample_echo_u32", extended[_i].type, "u32");
    struct vera_binding_value argument = soil(extended[_i].value);
    struct vera_binding_value result;
    ck_assert_int_eq(vera_binding_call(extend, &argument, 1, &result, NULL, NULL), VERA_BINDING_OK);
    ck_assert_uint_eq(result.as.u32, extended[_i].received);
    vera_binding_close(module);
}
END_TEST

Suite *suite(void)
{
    if (!sample_staged()) {
        skip_suite("no shared library was built");
    }
    Suite *suite = suite_create("call");
    TCase *tests = tree_case("call");
    tcase_add_loop_test(tests, echoes_by_tagged_values, 0, echo_count);
    tcase_add_loop_test(tests, echoes_by_raw_pointers, 0, echo_count);
    tcase_add_loop_test(tests, echoes_by_the_address, 0, echo_count);
    tcase_add_test(tests, passes_sixteen_parameters);
    tcase_add_test(tests, calls_without_arguments_or_a_result);
    tcase_add_test(tests, errno_is_zero_before_a_call);
    tcase_add_loop_test(tests, a_narrow_result_is_only_its_own_bits, 0,
                        sizeof narrow / sizeof narrow[0]);
    if (LAYOUT_EXTENDS) {
        tcase_add_loop_test(tests, a_narrow_argument_is_extended_as_its_type_says, 0,
                            sizeof extended / sizeof extended[0]);
    } else {
        skip_test("a narrow argument is extended as its type says",
                  "by this system's calling convention no function relies on it");
    }
    suite_add_tcase(suite, tests);
    return suite;
}
