/* The screen of a checked call agrees with the checks: it never lets through a call that a
 * check refuses, and it lets ordinary calls through. */
#include "../../bindings/libvera_binding/function.h"
#include "../run.h"
#include "opening.h"
#include "tree.h"

#include <string.h>

enum { most_values = 12 };

/* Values of a type near the limits of the checks. Returns their number. */
static size_t list_values(int32_t type, struct vera_binding_value values[most_values])
{
    static const int64_t numbers[] = {0, 1, -1, 2, 7, 8, 9, 16, 127, INT64_MIN, INT64_MAX, 1000};
    static const uintptr_t addresses[] = {0,  1,  64,   65,   71,   72,
                                          73, 80, 1000, 1064, 1128, UINTPTR_MAX};
    for (size_t i = 0; i < most_values; i++) {
        struct vera_binding_value *value = &values[i];
        *value = (struct vera_binding_value){.type = type, .as.u64 = UINT64_C(0xA5A5A5A5A5A5A5A5)};
        switch (type) {
        case VERA_BINDING_PTR:
            value->as.ptr = (void *)addresses[i];
            break;
        case VERA_BINDING_BOOL:
        case VERA_BINDING_I8:
        case VERA_BINDING_U8:
            value->as.u8 = (uint8_t)numbers[i];
            break;
        case VERA_BINDING_I16:
        case VERA_BINDING_U16:
            value->as.u16 = (uint16_t)numbers[i];
            break;
        case VERA_BINDING_I32:
        case VERA_BINDING_U32:
            value->as.u32 = (uint32_t)numbers[i];
            break;
        default:
            value->as.i64 = numbers[i];
            break;
        }
    }
    return most_values;
}

static bool suspects(const struct vera_binding_function *function,
                     const struct vera_binding_value *arguments)
{
    void *places[vera_check_most_arguments];
    return vera_screen_suspects(&function->screen, arguments, function->count, places);
}

static bool passes(const struct vera_binding_function *function,
                   const struct vera_binding_value *arguments)
{
    return vera_check_find_failed(function->checks, function->check_count, arguments) == NULL;
}

/* Compares screen and checks for every combination of these values. Returns how many calls
 * the checks refuse. */
static size_t compare(const struct vera_binding_function *function)
{
    struct vera_binding_value values[3][most_values];
    struct vera_binding_value arguments[3];
    size_t refused = 0;
    for (uint32_t i = 0; i < 3; i++) {
        list_values(i < function->count ? function->screen.arguments[i].type : VERA_BINDING_I64,
                    values[i]);
    }
    for (size_t i = 0; i < most_values * most_values * most_values; i++) {
        arguments[0] = values[0][i % most_values];
        arguments[1] = values[1][i / most_values % most_values];
        arguments[2] = values[2][i / most_values / most_values];
        if (!passes(function, arguments)) {
            expect(suspects(function, arguments));
            refused++;
        }
    }
    return refused;
}

static struct vera_binding_module *open_probe(void)
{
    tree_copy(built("tests/binding/probe/newer.json"), "lib/vera/modules/probe.json");
    tree_copy(built(PROBE_LIBRARY("newer")), "lib/" LAYOUT_LIBRARY("vera_probe"));
    return open_module(tree_path("lib/vera/modules/probe.json"));
}

START_TEST(suspects_whatever_a_check_refuses)
{
    struct vera_binding_module *modules[] = {open_sample(), open_probe()};
    for (int m = 0; m < 2; m++) {
        for (uint32_t i = 0; i < vera_binding_count(modules[m]); i++) {
            const struct vera_binding_function *function = vera_binding_at(modules[m], i);
            if (function->count > 3) {
                continue;
            }
            size_t refused = compare(function);
            ck_assert_int_eq(refused > 0, function->check_count > 0);
        }
        vera_binding_close(modules[m]);
    }
}
END_TEST

START_TEST(suspects_a_wrong_type)
{
    struct vera_binding_module *module = open_sample();
    const struct vera_binding_function *above = find(module, "above");
    ck_assert(!suspects(above, (struct vera_binding_value[]){F64(1), F64(-1)}));
    ck_assert(suspects(above, (struct vera_binding_value[]){I64(1), F64(-1)}));
    ck_assert(suspects(above, (struct vera_binding_value[]){F64(1), F32(-1)}));
    vera_binding_close(module);
}
END_TEST

/* A suspected call takes more time. */
START_TEST(lets_ordinary_calls_through)
{
    static char bytes[32];
    struct vera_binding_module *module = open_sample();
    const struct vera_binding_value found[] = {PTR(bytes), U8(255), I64(32)};
    const struct vera_binding_value nothing[] = {PTR(bytes), U8(0), I64(0)};
    ck_assert(!suspects(find(module, "find"), found));
    ck_assert(!suspects(find(module, "find"), nothing));
    ck_assert(!suspects(find(module, "echo_bool"), &BOOL(1)));
    ck_assert(!suspects(find(module, "echo_i64"), &I64(-1)));
    ck_assert(!suspects(find(module, "echo_ptr"), &PTR(NULL)));
    ck_assert(!suspects(find(module, "load"), &PTR(bytes)));
    vera_binding_close(module);
    module = open_probe();
    const struct vera_binding_value apart[] = {PTR(bytes), PTR(bytes + 16), I64(16)};
    const struct vera_binding_value reversed[] = {PTR(bytes + 16), PTR(bytes), I64(16)};
    ck_assert(!suspects(find(module, "span_i64"), apart));
    ck_assert(!suspects(find(module, "span_i64"), reversed));
    vera_binding_close(module);
}
END_TEST

Suite *suite(void)
{
    if (!sample_staged()) {
        skip_suite("no shared library was built");
    }
    Suite *suite = suite_create("screen");
    TCase *tests = tree_case("screen");
    tcase_add_test(tests, suspects_whatever_a_check_refuses);
    tcase_add_test(tests, suspects_a_wrong_type);
    tcase_add_test(tests, lets_ordinary_calls_through);
    suite_add_tcase(suite, tests);
    return suite;
}
