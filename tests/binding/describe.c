/* The description of a function has everything that its manifest says. */
#include "../run.h"
#include "opening.h"

#include <stdio.h>
#include <string.h>

static const struct vera_binding_description *describe(const struct vera_binding_module *module,
                                                       const char *name)
{
    const struct vera_binding_description *description = vera_binding_describe(find(module, name));
    ck_assert_str_eq(description->name, name);
    ck_assert_ptr_null(description->unavailable);
    return description;
}

static void expect_parameter(const struct vera_binding_description *description, uint32_t position,
                             const char *name, const char *type, uint32_t attributes)
{
    ck_assert_uint_lt(position, description->count);
    const struct vera_binding_parameter *parameter = description->parameters[position];
    ck_assert_str_eq(parameter->name, name);
    ck_assert_str_eq(parameter->type_name, type);
    ck_assert_str_eq(vera_binding_type_name(parameter->type), type);
    ck_assert_uint_eq(parameter->attributes, attributes);
}

/* The amount is the parameter's value, or the number if `parameter` is -1. */
static void expect_amount(const struct vera_binding_amount *amount, int32_t parameter,
                          int64_t number)
{
    ck_assert_int_eq(amount->parameter, parameter);
    if (parameter < 0) {
        ck_assert_int_eq(amount->number, number);
    }
}

START_TEST(names_symbol_and_node)
{
    struct vera_binding_module *module = open_sample();
    const struct vera_binding_description *description = describe(module, "echo_i8");
    ck_assert_str_eq(description->symbol, "vera_sample_echo_i8");
    ck_assert_str_eq(description->node, "VERA_SAMPLE_1.0");
    ck_assert_str_eq(describe(module, "above")->node, "VERA_SAMPLE_1.1");
#if defined(HAVE_DLVSYM)
    ck_assert_int_eq(description->resolution, VERA_BINDING_BY_NODE);
#else
    ck_assert_int_eq(description->resolution, VERA_BINDING_BY_NAME);
#endif
    ck_assert_int_eq(vera_binding_alignment(module), 16);
    vera_binding_close(module);
}
END_TEST

START_TEST(every_type_by_name_and_tag)
{
    static const char *const types[] = {"void", "bool", "i8",  "i16", "i32", "i64", "u8",
                                        "u16",  "u32",  "u64", "f32", "f64", "ptr"};
    for (int32_t type = VERA_BINDING_VOID; type <= VERA_BINDING_PTR; type++) {
        ck_assert_str_eq(vera_binding_type_name(type), types[type]);
    }
    ck_assert_str_eq(vera_binding_type_name(VERA_BINDING_UNKNOWN), "?");
    ck_assert_str_eq(vera_binding_type_name(-1), "?");
    ck_assert_str_eq(vera_binding_type_name(INT32_MAX), "?");
    struct vera_binding_module *module = open_sample();
    for (uint32_t i = 0; i < 12; i++) {
        const struct vera_binding_description *echo =
            vera_binding_describe(vera_binding_at(module, i));
        expect_parameter(echo, 0, "value", echo->name + strlen("echo_"), 0);
        ck_assert_int_eq(echo->result->type, echo->parameters[0]->type);
        ck_assert_str_eq(echo->result->name, "");
    }
    ck_assert_int_eq(describe(module, "touch")->result->type, VERA_BINDING_VOID);
    vera_binding_close(module);
}
END_TEST

START_TEST(sixteen_parameters_in_order)
{
    static const char *const types[] = {"i8",  "f32", "u8",  "bool", "i16",  "f64", "u16", "ptr",
                                        "i32", "u32", "f32", "i64",  "bool", "u64", "i8",  "f64"};
    struct vera_binding_module *module = open_sample();
    const struct vera_binding_description *description = describe(module, "sum16");
    ck_assert_uint_eq(description->count, 16);
    for (uint32_t i = 0; i < 16; i++) {
        char name[8];
        snprintf(name, sizeof name, "p%u", i + 1);
        expect_parameter(description, i, name, types[i],
                         i == 7 ? VERA_BINDING_CONST | VERA_BINDING_READS : 0);
    }
    expect_amount(&description->parameters[7]->reads, -1, 1);
    vera_binding_close(module);
}
END_TEST

START_TEST(blocks_that_are_owned_and_consumed)
{
    struct vera_binding_module *module = open_sample();
    const struct vera_binding_parameter *made = describe(module, "make")->result;
    ck_assert_uint_eq(made->attributes, VERA_BINDING_OWNED | VERA_BINDING_NULLABLE);
    expect_amount(&made->size, 0, 0);
    expect_amount(&made->align, 1, 0);
    const struct vera_binding_description *drop = describe(module, "drop");
    expect_parameter(drop, 0, "block", "ptr", VERA_BINDING_CONSUMES);
    expect_amount(&drop->parameters[0]->size, 1, 0);
    expect_amount(&drop->parameters[0]->align, 2, 0);
    const struct vera_binding_parameter *pair = describe(module, "make_pair")->result;
    expect_amount(&pair->size, -1, 16);
    expect_amount(&pair->align, -1, 16);
    expect_amount(&describe(module, "drop_pair")->parameters[0]->size, -1, 16);
    vera_binding_close(module);
}
END_TEST

START_TEST(bytes_that_are_read_and_written)
{
    struct vera_binding_module *module = open_sample();
    const struct vera_binding_description *copy = describe(module, "copy");
    expect_parameter(copy, 0, "count", "u32", 0);
    expect_parameter(copy, 1, "dest", "ptr",
                     VERA_BINDING_WRITES | VERA_BINDING_NONNULL | VERA_BINDING_DISJOINT);
    expect_parameter(copy, 2, "src", "ptr",
                     VERA_BINDING_CONST | VERA_BINDING_READS | VERA_BINDING_NONNULL);
    expect_amount(&copy->parameters[1]->writes, 0, 0);
    expect_amount(&copy->parameters[1]->nonnull, 0, 0);
    ck_assert_int_eq(copy->parameters[1]->disjoint, 2);
    expect_amount(&copy->parameters[2]->reads, 0, 0);
    expect_amount(&copy->parameters[2]->nonnull, 0, 0);
    const struct vera_binding_parameter *loaded = describe(module, "load")->parameters[0];
    expect_amount(&loaded->reads, -1, 8);
    expect_amount(&loaded->nonnull, -1, 8);
    vera_binding_close(module);
}
END_TEST

START_TEST(pointers_that_nobody_owns)
{
    struct vera_binding_module *module = open_sample();
    ck_assert_uint_eq(describe(module, "greeting")->result->attributes, VERA_BINDING_CONST);
    ck_assert_uint_eq(describe(module, "find")->result->attributes,
                      VERA_BINDING_CONST | VERA_BINDING_NULLABLE);
    ck_assert_uint_eq(describe(module, "echo_ptr")->result->attributes, VERA_BINDING_NULLABLE);
    vera_binding_close(module);
}
END_TEST

Suite *suite(void)
{
    if (!sample_staged()) {
        skip_suite("no shared library was built");
    }
    Suite *suite = suite_create("describe");
    TCase *tests = tcase_create("describe");
    tcase_add_test(tests, names_symbol_and_node);
    tcase_add_test(tests, every_type_by_name_and_tag);
    tcase_add_test(tests, sixteen_parameters_in_order);
    tcase_add_test(tests, blocks_that_are_owned_and_consumed);
    tcase_add_test(tests, bytes_that_are_read_and_written);
    tcase_add_test(tests, pointers_that_nobody_owns);
    suite_add_tcase(suite, tests);
    return suite;
}
