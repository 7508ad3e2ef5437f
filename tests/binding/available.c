/* Which functions of a module can be called when its manifest, its library and the binding
 * are not from the same release, and which nodes a host can require. */
#include "../run.h"
#include "opening.h"
#include "tree.h"

#include <stdio.h>
#include <string.h>

#define PROBE_FILE LAYOUT_LIBRARY("vera_probe")
#define PROBE_NAMED NAMES_LIBRARY(PROBE_FILE)

/* Installs vera:probe with the manifest and the library of the given releases. Returns the
 * manifest's path, valid like that of tree_path. */
static const char *install(const char *manifest, const char *library)
{
    char path[256];
    snprintf(path, sizeof path, "tests/binding/probe/%s.json", manifest);
    tree_copy(built(path), "lib/vera/modules/probe.json");
    snprintf(path, sizeof path, PROBE_LIBRARY("%s"), library);
    tree_copy(built(path), "lib/" PROBE_FILE);
    return tree_path("lib/vera/modules/probe.json");
}

/* Installs vera:probe with that text as the functions of its manifest. */
static const char *install_functions(const char *functions)
{
    char text[8192];
    int length = snprintf(text, sizeof text,
                          "{ \"format\": 1, \"module\": \"probe\",\n"
                          "  " PROBE_NAMED ",\n"
                          "  \"nodes\": [ { \"name\": \"VERA_PROBE_1.0\" } ],\n"
                          "  \"functions\": [ %s ] }\n",
                          functions);
    ck_assert(length > 0 && (size_t)length < sizeof text);
    const char *path = install("newer", "newer");
    tree_write("lib/vera/modules/probe.json", text);
    return path;
}

static const struct vera_binding_description *describe(const struct vera_binding_module *module,
                                                       const char *name)
{
    return vera_binding_describe(find(module, name));
}

static void expect_result(const struct vera_binding_module *module, const char *name, int64_t value)
{
    const struct vera_binding_function *function = find(module, name);
    struct vera_binding_value result;
    ck_assert_ptr_null(vera_binding_describe(function)->unavailable);
    ck_assert_ptr_nonnull(vera_binding_address(function));
    ck_assert_int_eq(vera_binding_call(function, NULL, 0, &result, NULL, NULL), VERA_BINDING_OK);
    ck_assert_int_eq(result.type, VERA_BINDING_I64);
    ck_assert_int_eq(result.as.i64, value);
}

/* The function is listed, says why it cannot be called, and is not called. */
static void expect_unavailable(const struct vera_binding_module *module, const char *name,
                               const char *words)
{
    const struct vera_binding_function *function = find(module, name);
    const struct vera_binding_description *description = vera_binding_describe(function);
    ck_assert_ptr_nonnull(description->unavailable);
    ck_assert_msg(strstr(description->unavailable, words) != NULL, "%s", description->unavailable);
    ck_assert_int_eq(description->resolution, 0);
    ck_assert_ptr_null(vera_binding_address(function));
    struct vera_binding_error error;
    struct vera_binding_value values[32] = {{0}};
    ck_assert_int_eq(vera_binding_call(function, values, description->count, NULL, NULL, &error),
                     VERA_BINDING_UNAVAILABLE);
    ck_assert_int_eq(error.code, VERA_BINDING_UNAVAILABLE);
    ck_assert_str_eq(error.function, name);
    ck_assert_int_eq(error.argument, -1);
    expect_words(&error, description->unavailable);
    ck_assert_int_eq(vera_binding_call(function, NULL, 0, NULL, NULL, NULL),
                     VERA_BINDING_UNAVAILABLE);
}

START_TEST(an_older_library_under_a_newer_manifest)
{
    const char *manifest = install("newer", "older");
    struct vera_binding_module *module = open_module(manifest);
    ck_assert_uint_gt(vera_binding_count(module), 1);
    expect_result(module, "first", 1);
    expect_unavailable(module, "second", "vera_probe_second");
    expect_unavailable(module, "second", "VERA_PROBE_1.1");
    vera_binding_close(module);
}
END_TEST

START_TEST(a_newer_library_under_an_older_manifest)
{
    const char *manifest = install("older", "newer");
    struct vera_binding_module *module = open_module(manifest);
    ck_assert_uint_eq(vera_binding_count(module), 1);
    expect_result(module, "first", 1);
    ck_assert_ptr_null(vera_binding_find(module, "second"));
    vera_binding_close(module);
}
END_TEST

static void expect_node(const char *manifest, const char *node)
{
    struct vera_binding_module *module;
    struct vera_binding_error error;
    ck_assert_msg(vera_binding_open(manifest, node, &module, &error) == VERA_BINDING_OK, "%s",
                  error.message);
    vera_binding_close(module);
}

START_TEST(a_node_of_both_may_be_required)
{
    const char *manifest = install("newer", "newer");
    expect_node(manifest, NULL);
    expect_node(manifest, "VERA_PROBE_1.0");
    expect_node(manifest, "VERA_PROBE_1.1");
    struct vera_binding_error error = refuse(manifest, "VERA_PROBE_1.2", VERA_BINDING_NODE);
    expect_words(&error, "VERA_PROBE_1.2");
    expect_words(&error, manifest);
    refuse(manifest, "", VERA_BINDING_NODE);
}
END_TEST

START_TEST(an_older_library_lacks_the_newer_node)
{
    const char *manifest = install("newer", "older");
    expect_node(manifest, "VERA_PROBE_1.0");
    struct vera_binding_error error = refuse(manifest, "VERA_PROBE_1.1", VERA_BINDING_NODE);
    expect_words(&error, "VERA_PROBE_1.1");
    expect_words(&error, "vera_probe_second");
    expect_words(&error, tree_path("lib/" PROBE_FILE));
}
END_TEST

START_TEST(an_older_manifest_lacks_the_newer_node)
{
    const char *manifest = install("older", "newer");
    expect_node(manifest, "VERA_PROBE_1.0");
    refuse(manifest, "VERA_PROBE_1.1", VERA_BINDING_NODE);
}
END_TEST

/* The library has all of VERA_PROBE_1.0, but not of the node that it extends. */
START_TEST(a_node_needs_those_that_it_extends)
{
    const char *manifest = install_functions("");
    tree_write("lib/vera/modules/probe.json",
               "{ \"format\": 1, \"module\": \"probe\",\n"
               "  " PROBE_NAMED ",\n"
               "  \"nodes\": [ { \"name\": \"VERA_PROBE_0.9\" },\n"
               "    { \"name\": \"VERA_PROBE_1.0\", \"extends\": \"VERA_PROBE_0.9\" },\n"
               "    { \"name\": \"VERA_PROBE_2.0\" } ],\n"
               "  \"functions\": [\n"
               "    { \"name\": \"first\", \"symbol\": \"vera_probe_first\",\n"
               "      \"node\": \"VERA_PROBE_1.0\", \"parameters\": [],\n"
               "      \"returns\": { \"type\": \"i64\" } },\n"
               "    { \"name\": \"gone\", \"symbol\": \"vera_probe_gone\",\n"
               "      \"node\": \"VERA_PROBE_0.9\", \"parameters\": [],\n"
               "      \"returns\": { \"type\": \"i64\" } } ] }\n");
    struct vera_binding_error error = refuse(manifest, "VERA_PROBE_1.0", VERA_BINDING_NODE);
    expect_words(&error, "VERA_PROBE_0.9");
    expect_node(manifest, "VERA_PROBE_2.0");
}
END_TEST

/* The library has the function, but the binding cannot call it. */
START_TEST(an_unknown_type)
{
    const char *manifest = install_functions(
        "{ \"name\": \"wide\", \"symbol\": \"vera_probe_second\", \"node\": \"VERA_PROBE_1.0\",\n"
        "  \"parameters\": [ { \"name\": \"a\", \"type\": \"i64\" },\n"
        "                    { \"name\": \"b\", \"type\": \"i128\" } ],\n"
        "  \"returns\": { \"type\": \"void\" } },\n"
        "{ \"name\": \"text\", \"symbol\": \"vera_probe_first\", \"node\": \"VERA_PROBE_1.0\",\n"
        "  \"parameters\": [], \"returns\": { \"type\": \"text\" } },\n"
        "{ \"name\": \"first\", \"symbol\": \"vera_probe_first\", \"node\": \"VERA_PROBE_1.0\",\n"
        "  \"parameters\": [], \"returns\": { \"type\": \"i64\" } }");
    struct vera_binding_module *module = open_module(manifest);
    expect_result(module, "first", 1);
    expect_unavailable(module, "text", "'text'");
    ck_assert_int_eq(describe(module, "text")->result->type, VERA_BINDING_UNKNOWN);
    ck_assert_str_eq(describe(module, "text")->result->type_name, "text");
    ck_assert_uint_eq(describe(module, "wide")->count, 2);
    ck_assert_int_eq(describe(module, "wide")->parameters[1]->type, VERA_BINDING_UNKNOWN);
    ck_assert_str_eq(describe(module, "wide")->parameters[1]->type_name, "i128");
    vera_binding_close(module);
}
END_TEST

START_TEST(too_many_parameters)
{
    char functions[4096] = "{ \"name\": \"many\", \"symbol\": \"vera_probe_first\",\n"
                           "  \"node\": \"VERA_PROBE_1.0\", \"returns\": { \"type\": \"i64\" },\n"
                           "  \"parameters\": [";
    for (int i = 0; i < 17; i++) {
        size_t used = strlen(functions);
        snprintf(functions + used, sizeof functions - used,
                 "%s{ \"name\": \"p%d\", \"type\": \"i64\" }", i > 0 ? ", " : "", i);
    }
    strcat(functions, "] }");
    struct vera_binding_module *module = open_module(install_functions(functions));
    expect_unavailable(module, "many", "17");
    ck_assert_uint_eq(describe(module, "many")->count, 17);
    ck_assert_str_eq(describe(module, "many")->parameters[16]->name, "p16");
    vera_binding_close(module);
}
END_TEST

#if defined(HAVE_DLVSYM)
/* A symbol of the same name at another node is a different promise. */
START_TEST(a_symbol_is_resolved_at_its_node)
{
    const char *manifest = install_functions(
        "{ \"name\": \"second\", \"symbol\": \"vera_probe_second\", \"node\": \"VERA_PROBE_1.0\",\n"
        "  \"parameters\": [], \"returns\": { \"type\": \"i64\" } },\n"
        "{ \"name\": \"first\", \"symbol\": \"vera_probe_first\", \"node\": \"VERA_PROBE_1.0\",\n"
        "  \"parameters\": [], \"returns\": { \"type\": \"i64\" } }");
    struct vera_binding_module *module = open_module(manifest);
    expect_unavailable(module, "second", "VERA_PROBE_1.0");
    ck_assert_int_eq(describe(module, "first")->resolution, VERA_BINDING_BY_NODE);
    vera_binding_close(module);
}
END_TEST
#endif

START_TEST(a_library_without_nodes_is_resolved_by_name)
{
    const char *manifest = install("newer", "plain");
    struct vera_binding_module *module = open_module(manifest);
    expect_result(module, "first", 1);
    expect_result(module, "second", 2);
    ck_assert_int_eq(describe(module, "first")->resolution, VERA_BINDING_BY_NAME);
    ck_assert_int_eq(describe(module, "second")->resolution, VERA_BINDING_BY_NAME);
    vera_binding_close(module);
    expect_node(manifest, "VERA_PROBE_1.1");
}
END_TEST

Suite *suite(void)
{
    if (!sample_staged()) {
        skip_suite("no shared library was built");
    }
    Suite *suite = suite_create("available");
    TCase *tests = tree_case("available");
    tcase_add_test(tests, an_older_library_under_a_newer_manifest);
    tcase_add_test(tests, a_newer_library_under_an_older_manifest);
    tcase_add_test(tests, a_node_of_both_may_be_required);
    tcase_add_test(tests, an_older_library_lacks_the_newer_node);
    tcase_add_test(tests, an_older_manifest_lacks_the_newer_node);
    tcase_add_test(tests, a_node_needs_those_that_it_extends);
    tcase_add_test(tests, an_unknown_type);
    tcase_add_test(tests, too_many_parameters);
#if defined(HAVE_DLVSYM)
    tcase_add_test(tests, a_symbol_is_resolved_at_its_node);
#else
    skip_test("a symbol is resolved at its node", "the C library has no dlvsym");
#endif
    tcase_add_test(tests, a_library_without_nodes_is_resolved_by_name);
    suite_add_tcase(suite, tests);
    return suite;
}
