/* Opening a module by its VERA name or its manifest's path, querying it, and closing it. */
#include "../run.h"
#include "machine.h"
#include "opening.h"
#include "tree.h"

#include <stdio.h>
#include <string.h>

static const char older_manifest[] = "tests/binding/probe/older.json";
static const char older_library[] = PROBE_LIBRARY("older");

/* Installs vera:probe in the tree. */
static void install_probe(const char *prefix)
{
    char path[256];
    snprintf(path, sizeof path, "%s/lib/vera/modules/probe.json", prefix);
    tree_copy(built(older_manifest), path);
    snprintf(path, sizeof path, "%s/lib/" LAYOUT_LIBRARY("vera_probe"), prefix);
    tree_copy(built(older_library), path);
}

START_TEST(opens_by_name)
{
    install_probe("name");
    look_in(tree_path("name/lib/vera/modules"));
    struct vera_binding_module *module = open_module("vera:probe");
    ck_assert_str_eq(vera_binding_name(module), "probe");
    ck_assert_str_eq(vera_binding_manifest(module), tree_path("name/lib/vera/modules/probe.json"));
    ck_assert_str_eq(vera_binding_library(module),
                     tree_path("name/lib/" LAYOUT_LIBRARY("vera_probe")));
    ck_assert_int_eq(vera_binding_alignment(module), 8);
    ck_assert_uint_eq(vera_binding_count(module), 1);
    vera_binding_close(module);
}
END_TEST

START_TEST(opens_by_path)
{
    install_probe("path");
    struct vera_binding_module *module =
        open_module(tree_path("path/lib/vera/modules/../modules/probe.json"));
    ck_assert_str_eq(vera_binding_manifest(module), tree_path("path/lib/vera/modules/probe.json"));
    vera_binding_close(module);
}
END_TEST

START_TEST(opens_by_a_path_without_a_folder)
{
    install_probe("bare");
    ck_assert(machine_enter(tree_path("bare/lib/vera/modules")));
    vera_binding_close(open_module("probe.json"));
    refuse("probe", NULL, VERA_BINDING_NAME);
}
END_TEST

START_TEST(a_path_need_not_end_in_json)
{
    install_probe("suffix");
    tree_move("suffix/lib/vera/modules/probe.json", "suffix/lib/vera/modules/other");
    vera_binding_close(open_module(tree_path("suffix/lib/vera/modules/other")));
}
END_TEST

/* The library is found from the manifest itself, not from a link to it. */
START_TEST(looks_from_the_real_folder)
{
    install_probe("real");
    tree_link(tree_path("real/lib/vera/modules/probe.json"), "links/probe.json");
    struct vera_binding_module *module = open_module(tree_path("links/probe.json"));
    ck_assert_str_eq(vera_binding_manifest(module), tree_path("real/lib/vera/modules/probe.json"));
    ck_assert_str_eq(vera_binding_library(module),
                     tree_path("real/lib/" LAYOUT_LIBRARY("vera_probe")));
    vera_binding_close(module);
}
END_TEST

static const char *const bad_names[] = {
    "",
    "memory",
    "vera:",
    "vera:Memory",
    "vera:1st",
    "vera:_x",
    "vera:me-mory",
    "vera:mem ory",
    "vera:m\xC3\xA9moire",
    "vera:../probe",
    "vera:/etc/passwd",
    "vera:a/b",
    "vera:probe.json",
    "vera:binding",
    "vera:sys",
    "Vera:probe",
};

START_TEST(refuses_an_invalid_name)
{
    struct vera_binding_error error = refuse(bad_names[_i], NULL, VERA_BINDING_NAME);
    expect_words(&error, bad_names[_i]);
}
END_TEST

START_TEST(reports_a_missing_manifest)
{
    const char *path = tree_path("nowhere/probe.json");
    struct vera_binding_error error = refuse(path, NULL, VERA_BINDING_NOT_FOUND);
    expect_words(&error, path);
    expect_words(&error, "No such file");
}
END_TEST

START_TEST(reports_a_folder)
{
    tree_write("folder.json/file", "");
    struct vera_binding_error error =
        refuse(tree_path("folder.json"), NULL, VERA_BINDING_NOT_FOUND);
    expect_words(&error, "Is a directory");
}
END_TEST

/* Reading anything but a regular file might never end. */
START_TEST(does_not_wait_for_a_device)
{
    refuse(LAYOUT_DEVICE, NULL, VERA_BINDING_NOT_FOUND);
}
END_TEST

START_TEST(refuses_a_file_that_is_far_too_long)
{
    static char text[(8 << 20) + 1];
    memset(text, ' ', sizeof text - 1);
    tree_write("long.json", text);
    struct vera_binding_error error = refuse(tree_path("long.json"), NULL, VERA_BINDING_MANIFEST);
    expect_words(&error, "long.json:1:1: ");
}
END_TEST

START_TEST(the_error_may_be_null)
{
    struct vera_binding_module *module;
    ck_assert_int_eq(vera_binding_open("vera:sys", NULL, &module, NULL), VERA_BINDING_NAME);
    ck_assert_ptr_null(module);
    ck_assert_int_eq(vera_binding_open("vera:nosuch", NULL, &module, NULL), VERA_BINDING_NOT_FOUND);
    ck_assert_int_eq(vera_binding_open("/nosuch", NULL, &module, NULL), VERA_BINDING_NOT_FOUND);
    tree_write("unwanted.json", "{");
    ck_assert_int_eq(vera_binding_open(tree_path("unwanted.json"), NULL, &module, NULL),
                     VERA_BINDING_MANIFEST);
}
END_TEST

/* The search fails in several places before it succeeds. */
START_TEST(success_leaves_the_error_alone)
{
    install_probe("quiet");
    char folders[8192];
    snprintf(folders, sizeof folders,
             LAYOUT_ROOT "/nosuch" LAYOUT_SEPARATOR "relative" LAYOUT_SEPARATOR "%s",
             tree_path("quiet/lib/vera/modules"));
    look_in(folders);
    struct vera_binding_module *module;
    struct vera_binding_error error, before;
    memset(&error, 0x5A, sizeof error);
    before = error;
    ck_assert_int_eq(vera_binding_open("vera:probe", NULL, &module, &error), VERA_BINDING_OK);
    ck_assert_mem_eq(&error, &before, sizeof error);
    vera_binding_close(module);
}
END_TEST

START_TEST(lists_functions_in_the_manifests_order)
{
    static const char *const first[] = {"echo_i8", "echo_i16", "echo_i32", "echo_i64"};
    struct vera_binding_module *module = open_sample();
    uint32_t count = vera_binding_count(module);
    ck_assert_uint_gt(count, 4);
    for (uint32_t i = 0; i < 4; i++) {
        ck_assert_str_eq(vera_binding_describe(vera_binding_at(module, i))->name, first[i]);
    }
    ck_assert_str_eq(vera_binding_describe(vera_binding_at(module, count - 1))->name, "above");
    ck_assert_ptr_null(vera_binding_at(module, count));
    ck_assert_ptr_null(vera_binding_at(module, UINT32_MAX));
    vera_binding_close(module);
}
END_TEST

START_TEST(finds_every_function_and_no_other)
{
    struct vera_binding_module *module = open_sample();
    for (uint32_t i = 0; i < vera_binding_count(module); i++) {
        const struct vera_binding_function *function = vera_binding_at(module, i);
        ck_assert_ptr_eq(vera_binding_find(module, vera_binding_describe(function)->name),
                         function);
    }
    ck_assert_ptr_null(vera_binding_find(module, ""));
    ck_assert_ptr_null(vera_binding_find(module, "aaa"));
    ck_assert_ptr_null(vera_binding_find(module, "echo_i"));
    ck_assert_ptr_null(vera_binding_find(module, "vera_sample_echo_i8"));
    ck_assert_ptr_null(vera_binding_find(module, "zzz"));
    vera_binding_close(module);
}
END_TEST

START_TEST(opens_twice_independently)
{
    struct vera_binding_module *one = open_sample();
    struct vera_binding_module *two = open_sample();
    ck_assert_ptr_ne(one, two);
    const struct vera_binding_function *echo = find(two, "echo_i64");
    ck_assert_ptr_eq(vera_binding_address(find(one, "echo_i64")), vera_binding_address(echo));
    vera_binding_close(one);
    struct vera_binding_value result;
    ck_assert_int_eq(vera_binding_call(echo, &I64(-7), 1, &result, NULL, NULL), VERA_BINDING_OK);
    ck_assert_int_eq(result.as.i64, -7);
    vera_binding_close(two);
}
END_TEST

START_TEST(lives_until_its_last_owner_closes)
{
    struct vera_binding_module *module = open_sample();
    const struct vera_binding_function *echo = find(module, "echo_i64");
    ck_assert_ptr_eq(vera_binding_retain(module), module);
    vera_binding_close(module);
    struct vera_binding_value result;
    ck_assert_int_eq(vera_binding_call(echo, &I64(5), 1, &result, NULL, NULL), VERA_BINDING_OK);
    ck_assert_int_eq(result.as.i64, 5);
    ck_assert_str_eq(vera_binding_name(module), "sample");
    vera_binding_close(module);
    vera_binding_close(NULL);
}
END_TEST

/* A thread may be running in the library when the module is closed. */
START_TEST(closing_unloads_nothing)
{
    struct vera_binding_module *module = open_sample();
    int64_t (*echo)(int64_t) = (int64_t(*)(int64_t))vera_binding_address(find(module, "echo_i64"));
    vera_binding_close(module);
    ck_assert_int_eq(echo(41), 41);
}
END_TEST

Suite *suite(void)
{
    if (!sample_staged()) {
        skip_suite("no shared library was built");
    }
    Suite *suite = suite_create("open");
    TCase *tests = tree_case("open");
    tcase_add_test(tests, opens_by_name);
    tcase_add_test(tests, opens_by_path);
    tcase_add_test(tests, opens_by_a_path_without_a_folder);
    tcase_add_test(tests, a_path_need_not_end_in_json);
    if (tree_links()) {
        tcase_add_test(tests, looks_from_the_real_folder);
    } else {
        skip_test("looks from the real folder", "no symbolic link can be made here");
    }
    tcase_add_loop_test(tests, refuses_an_invalid_name, 0, sizeof bad_names / sizeof bad_names[0]);
    tcase_add_test(tests, reports_a_missing_manifest);
    tcase_add_test(tests, reports_a_folder);
    tcase_add_test(tests, does_not_wait_for_a_device);
    tcase_add_test(tests, refuses_a_file_that_is_far_too_long);
    tcase_add_test(tests, the_error_may_be_null);
    tcase_add_test(tests, success_leaves_the_error_alone);
    tcase_add_test(tests, lists_functions_in_the_manifests_order);
    tcase_add_test(tests, finds_every_function_and_no_other);
    tcase_add_test(tests, opens_twice_independently);
    tcase_add_test(tests, lives_until_its_last_owner_closes);
    tcase_add_test(tests, closing_unloads_nothing);
    suite_add_tcase(suite, tests);
    return suite;
}
