/* An installed tree can be moved: the binding finds modules beside its own file, wherever
 * that is, and a module finds its library. The tree has copies of the binding and of
 * vera:sample, and the test loads the binding from it. */
#include "../run.h"
#include "machine.h"
#include "staged.h"
#include "tree.h"

#define BINDING LAYOUT_LIBRARY("vera_binding")
#define SAMPLE LAYOUT_LIBRARY("vera_sample")

#include <stdio.h>

typedef int32_t opening(const char *, const char *, struct vera_binding_module **,
                        struct vera_binding_error *);
typedef const char *naming(const struct vera_binding_module *);

/* The binding in the tree. */
static void *binding;

static void *symbol(const char *name)
{
    void *address = machine_symbol(binding, name);
    ck_assert_msg(address != NULL, "no %s", name);
    return address;
}

static void install(void)
{
    tree_copy(built("bindings/libvera_binding/.libs/" BINDING),
              "first/" LAYOUT_LIBRARIES "/" BINDING);
    tree_copy(built(SAMPLE_MANIFEST), "first/lib/vera/modules/sample.json");
    tree_copy(built(SAMPLE_LIBRARY), "first/" LAYOUT_LIBRARIES "/" SAMPLE);
    ck_assert(machine_set("VERA_MODULE_PATH", NULL));
    ck_assert(machine_set("LD_LIBRARY_PATH", NULL));
}

static void load(const char *path)
{
    binding = machine_load(tree_path(path));
    ck_assert_msg(binding != NULL, "%s cannot be loaded", path);
}

/* vera:sample is opened with the manifest and library of the tree at `prefix`. */
static void expect_sample(const char *prefix)
{
    struct vera_binding_module *module;
    struct vera_binding_error error;
    opening *open = (opening *)symbol("vera_binding_open");
    ck_assert_msg(open("vera:sample", NULL, &module, &error) == VERA_BINDING_OK, "%s",
                  error.message);
    char path[256];
    snprintf(path, sizeof path, "%s/lib/vera/modules/sample.json", prefix);
    ck_assert_str_eq(((naming *)symbol("vera_binding_manifest"))(module), tree_path(path));
    snprintf(path, sizeof path, "%s/" LAYOUT_LIBRARIES "/" SAMPLE, prefix);
    ck_assert_str_eq(((naming *)symbol("vera_binding_library"))(module), tree_path(path));
    ((void (*)(struct vera_binding_module *))symbol("vera_binding_close"))(module);
}

START_TEST(modules_are_beside_the_binding)
{
    install();
    load("first/" LAYOUT_LIBRARIES "/" BINDING);
    expect_sample("first");
}
END_TEST

START_TEST(modules_are_found_after_the_tree_moved)
{
    install();
    tree_move("first", "moved elsewhere/second");
    load("moved elsewhere/second/" LAYOUT_LIBRARIES "/" BINDING);
    expect_sample("moved elsewhere/second");
}
END_TEST

/* Modules are beside the file itself, not beside a link to it. */
START_TEST(a_link_to_the_binding_is_followed)
{
    install();
    tree_link(tree_path("first/" LAYOUT_LIBRARIES "/" BINDING), "links/" BINDING);
    load("links/" BINDING);
    expect_sample("first");
}
END_TEST

START_TEST(the_environment_comes_first)
{
    install();
    tree_copy(built(SAMPLE_MANIFEST), "other/lib/vera/modules/sample.json");
    tree_copy(built(SAMPLE_LIBRARY), "other/" LAYOUT_LIBRARIES "/" SAMPLE);
    look_in(tree_path("other/lib/vera/modules"));
    load("first/" LAYOUT_LIBRARIES "/" BINDING);
    expect_sample("other");
}
END_TEST

START_TEST(the_place_beside_the_binding_is_listed)
{
    install();
    load("first/" LAYOUT_LIBRARIES "/" BINDING);
    struct vera_binding_module *module;
    struct vera_binding_error error;
    opening *open = (opening *)symbol("vera_binding_open");
    ck_assert_int_eq(open("vera:nosuch", NULL, &module, &error), VERA_BINDING_NOT_FOUND);
    expect_words(&error, tree_path("first/" LAYOUT_LIBRARIES "/vera/modules/nosuch.json, "));
}
END_TEST

/* A relative path to the binding depends on the current folder at the time of loading, which
 * is no longer known. The binding then does not look beside itself. */
START_TEST(nothing_is_taken_from_beside_a_relative_path)
{
    install();
    ck_assert(machine_enter(tree_path("first/" LAYOUT_LIBRARIES)));
    binding = machine_load("./" BINDING);
    ck_assert_ptr_nonnull(binding);
    struct vera_binding_module *module;
    opening *open = (opening *)symbol("vera_binding_open");
    ck_assert_int_eq(open("vera:sample", NULL, &module, NULL), VERA_BINDING_NOT_FOUND);
}
END_TEST

Suite *suite(void)
{
    if (!sample_staged()) {
        skip_suite("no shared library was built");
    }
    Suite *suite = suite_create("moved");
    TCase *tests = tree_case("moved");
    tcase_add_test(tests, modules_are_beside_the_binding);
    tcase_add_test(tests, modules_are_found_after_the_tree_moved);
    if (tree_links()) {
        tcase_add_test(tests, a_link_to_the_binding_is_followed);
    } else {
        skip_test("a link to the binding is followed", "no symbolic link can be made here");
    }
    tcase_add_test(tests, the_environment_comes_first);
    tcase_add_test(tests, the_place_beside_the_binding_is_listed);
    if (LAYOUT_KEEPS_RELATIVE) {
        tcase_add_test(tests, nothing_is_taken_from_beside_a_relative_path);
    } else {
        skip_test("nothing is taken from beside a relative path",
                  "the system only knows absolute paths of libraries");
    }
    suite_add_tcase(suite, tests);
    return suite;
}
