/* Where the binding looks for a module's manifest and library, in which order, and what it
 * reports if they are nowhere. This program contains the binding, with a configured folder
 * in the tree; moved.c tests the folder beside the binding. */
#include "../run.h"
#include "configured.h"
#include "machine.h"
#include "opening.h"
#include "tree.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

const char *configured_folder(void)
{
    return tree_path("configured/lib/vera/modules");
}

static const char older_library[] = PROBE_LIBRARY("older");

/* A manifest whose alignment identifies it. */
static void write_manifest(const char *relative, const char *module, int align)
{
    char text[512];
    snprintf(text, sizeof text,
             "{ \"format\": 1, \"module\": \"%s\", \"align\": %d,\n"
             "  " NAMES_LIBRARY("libolder.so") ",\n"
                                               "  \"nodes\": [], \"functions\": [] }\n",
             module, align);
    tree_write(relative, text);
}

/* A manifest and a library where an installation has them. */
static void install(const char *prefix, int align)
{
    char path[256];
    snprintf(path, sizeof path, "%s/lib/vera/modules/probe.json", prefix);
    write_manifest(path, "probe", align);
    snprintf(path, sizeof path, "%s/lib/libolder.so", prefix);
    tree_copy(built(older_library), path);
}

static void look_in_two(const char *one, const char *two)
{
    char folders[16384];
    snprintf(folders, sizeof folders, "%s" LAYOUT_SEPARATOR "%s", one, two);
    look_in(folders);
}

static int64_t found(void)
{
    struct vera_binding_module *module = open_module("vera:probe");
    int64_t align = vera_binding_alignment(module);
    vera_binding_close(module);
    return align;
}

/* The sentence contains the words in this order. */
static void expect_in_order(const struct vera_binding_error *error, const char *const *words,
                            size_t count)
{
    const char *at = error->message;
    for (size_t i = 0; i < count; i++) {
        const char *word = strstr(at, words[i]);
        ck_assert_msg(word != NULL, "\"%s\" is not after \"%s\" in \"%s\"", words[i],
                      i > 0 ? words[i - 1] : "", error->message);
        at = word + strlen(words[i]);
    }
}

START_TEST(earlier_folders_come_first)
{
    install("one", 16);
    install("two", 32);
    const char *one = tree_path("one/lib/vera/modules");
    const char *two = tree_path("two/lib/vera/modules");
    look_in_two(one, two);
    ck_assert_int_eq(found(), 16);
    look_in_two(two, one);
    ck_assert_int_eq(found(), 32);
    look_in_two(LAYOUT_ROOT "/nosuch", two);
    ck_assert_int_eq(found(), 32);
    look_in_two("", two);
    ck_assert_int_eq(found(), 32);
}
END_TEST

START_TEST(the_configured_folder_comes_last)
{
    install("env", 16);
    install("configured", 64);
    look_in(tree_path("env/lib/vera/modules"));
    ck_assert_int_eq(found(), 16);
    look_in(tree_path("nothing"));
    ck_assert_int_eq(found(), 64);
    ck_assert(machine_set("VERA_MODULE_PATH", NULL));
    ck_assert_int_eq(found(), 64);
}
END_TEST

START_TEST(lists_every_place_in_order)
{
    look_in(LAYOUT_ROOT "/nosuch/one" LAYOUT_SEPARATOR LAYOUT_SEPARATOR
                        "relative/two" LAYOUT_SEPARATOR LAYOUT_ROOT "/nosuch/three");
    struct vera_binding_error error = refuse("vera:nosuch", NULL, VERA_BINDING_NOT_FOUND);
    const char *const words[] = {
        "vera:nosuch",
        LAYOUT_ROOT "/nosuch/one/nosuch.json, ",
        "relative/two (",
        "not an absolute path), ",
        LAYOUT_ROOT "/nosuch/three/nosuch.json, ",
        tree_path("configured/lib/vera/modules/nosuch.json"),
    };
    expect_in_order(&error, words, sizeof words / sizeof words[0]);
}
END_TEST

START_TEST(says_why_a_place_cannot_be_read)
{
    tree_link("loop", "loop");
    look_in(tree_path("loop"));
    struct vera_binding_error error = refuse("vera:nosuch", NULL, VERA_BINDING_NOT_FOUND);
    char reason[128];
    snprintf(reason, sizeof reason, "(%s), ", strerror(ELOOP));
    const char *const words[] = {
        tree_path("loop/nosuch.json"),
        reason,
    };
    expect_in_order(&error, words, sizeof words / sizeof words[0]);
}
END_TEST

/* In other search paths, empty and relative entries mean the current folder. "\\" and "C:"
 * depend on it too, or name no folder here. */
static const char *const entries[] = {
    "",
    LAYOUT_SEPARATOR,
    ".",
    "./",
    "modules",
    "../modules",
    LAYOUT_SEPARATOR LAYOUT_SEPARATOR "." LAYOUT_SEPARATOR,
    "\\",
    "C:",
    "C:.",
};

START_TEST(never_in_the_current_folder)
{
    install("current", 16);
    bool below = strcmp(entries[_i], "modules") == 0;
    ck_assert(machine_enter(tree_path("current/lib/vera/")));
    ck_assert(below || machine_enter("modules"));
    look_in(entries[_i]);
    refuse("vera:probe", NULL, VERA_BINDING_NOT_FOUND);
}
END_TEST

START_TEST(the_first_manifest_found_is_opened_or_refused)
{
    install("good", 16);
    tree_write("bad/lib/vera/modules/probe.json", "{ \"format\": 1, }");
    write_manifest("wrong/lib/vera/modules/probe.json", "other", 16);
    const char *good = tree_path("good/lib/vera/modules");
    look_in_two(tree_path("bad/lib/vera/modules"), good);
    struct vera_binding_error error = refuse("vera:probe", NULL, VERA_BINDING_MANIFEST);
    expect_words(&error, tree_path("bad/lib/vera/modules/probe.json:1:"));
    look_in_two(tree_path("wrong/lib/vera/modules"), good);
    error = refuse("vera:probe", NULL, VERA_BINDING_MANIFEST);
    expect_words(&error, tree_path("wrong/lib/vera/modules/probe.json:1:"));
    expect_words(&error, "'other'");
}
END_TEST

/* Opened by the path of its manifest, a module may have any name. */
START_TEST(a_path_accepts_any_name)
{
    install("named", 16);
    write_manifest("named/lib/vera/modules/probe.json", "other", 16);
    struct vera_binding_module *module =
        open_module(tree_path("named/lib/vera/modules/probe.json"));
    ck_assert_str_eq(vera_binding_name(module), "other");
    vera_binding_close(module);
}
END_TEST

START_TEST(a_missing_library_lists_every_place)
{
    write_manifest("alone/lib/vera/modules/probe.json", "probe", 16);
    const char *manifest = tree_path("alone/lib/vera/modules/probe.json");
    struct vera_binding_error error = refuse(manifest, NULL, VERA_BINDING_LIBRARY);
    const char *const words[] = {
        manifest,
        "libolder.so",
        tree_path("alone/lib/vera/modules/../../libolder.so"),
        "(No such file or directory)",
        "by the system's loader (",
    };
    expect_in_order(&error, words, sizeof words / sizeof words[0]);
}
END_TEST

START_TEST(a_library_is_never_taken_from_the_current_folder)
{
    write_manifest("here/lib/vera/modules/probe.json", "probe", 16);
    tree_copy(built(older_library), "here/libolder.so");
    ck_assert(machine_enter(tree_path("here")));
    refuse("lib/vera/modules/probe.json", NULL, VERA_BINDING_LIBRARY);
}
END_TEST

/* Many loaders find a library that is already loaded before they search any folder. */
static bool loader_finds_what_is_loaded(void)
{
    static const char newer_library[] = PROBE_LIBRARY("newer");
    void *library = machine_load(built(newer_library));
    return library != NULL && machine_load(strrchr(newer_library, '/') + 1) == library;
}

START_TEST(a_library_may_come_from_the_systems_loader)
{
    write_manifest("system/lib/vera/modules/probe.json", "probe", 16);
    tree_copy(built(older_library), "elsewhere/libolder.so");
    ck_assert_ptr_nonnull(machine_load(tree_path("elsewhere/libolder.so")));
    struct vera_binding_module *module =
        open_module(tree_path("system/lib/vera/modules/probe.json"));
    ck_assert_str_eq(vera_binding_library(module), tree_path("elsewhere/libolder.so"));
    vera_binding_close(module);
}
END_TEST

START_TEST(a_broken_library_is_not_replaced_by_another)
{
    write_manifest("broken/lib/vera/modules/probe.json", "probe", 16);
    tree_write("broken/lib/libolder.so", "no library\n");
    ck_assert_ptr_nonnull(machine_load(built(older_library)));
    struct vera_binding_error error =
        refuse(tree_path("broken/lib/vera/modules/probe.json"), NULL, VERA_BINDING_LIBRARY);
    expect_words(&error, tree_path("broken/lib/libolder.so cannot be loaded: "));
}
END_TEST

START_TEST(a_long_list_of_places_is_cut)
{
    char folders[8192] = "";
    while (strlen(folders) < sizeof folders - 64) {
        strcat(folders, LAYOUT_ROOT "/a\xC3\xA9\xC3\xA9\xC3\xA9/of/some/length" LAYOUT_SEPARATOR);
    }
    look_in(folders);
    struct vera_binding_error error = refuse("vera:nosuch", NULL, VERA_BINDING_NOT_FOUND);
    size_t length = strlen(error.message);
    ck_assert_uint_gt(length, sizeof error.message - 8);
    ck_assert_str_eq(error.message + length - 3, "...");
    ck_assert_int_ne((unsigned char)error.message[length - 4], 0xC3);
}
END_TEST

START_TEST(control_characters_do_not_reach_a_terminal)
{
    look_in(LAYOUT_ROOT "/a\x1B[31m\nb");
    struct vera_binding_error error = refuse("vera:nosuch", NULL, VERA_BINDING_NOT_FOUND);
    expect_words(&error, "/a?[31m?b/nosuch.json");
}
END_TEST

Suite *suite(void)
{
    if (!sample_staged()) {
        skip_suite("no shared library was built");
    }
    Suite *suite = suite_create("find");
    TCase *tests = tree_case("find");
    tcase_add_test(tests, earlier_folders_come_first);
    tcase_add_test(tests, the_configured_folder_comes_last);
    tcase_add_test(tests, lists_every_place_in_order);
    if (tree_links()) {
        tcase_add_test(tests, says_why_a_place_cannot_be_read);
    } else {
        skip_test("says why a place cannot be read", "no symbolic link can be made here");
    }
    tcase_add_loop_test(tests, never_in_the_current_folder, 0, sizeof entries / sizeof entries[0]);
    tcase_add_test(tests, the_first_manifest_found_is_opened_or_refused);
    tcase_add_test(tests, a_path_accepts_any_name);
    tcase_add_test(tests, a_missing_library_lists_every_place);
    tcase_add_test(tests, a_library_is_never_taken_from_the_current_folder);
    if (loader_finds_what_is_loaded()) {
        tcase_add_test(tests, a_library_may_come_from_the_systems_loader);
    } else {
        skip_test("a library may come from the system's loader",
                  "it only searches folders that no test may write to");
    }
    tcase_add_test(tests, a_broken_library_is_not_replaced_by_another);
    tcase_add_test(tests, a_long_list_of_places_is_cut);
    tcase_add_test(tests, control_characters_do_not_reach_a_terminal);
    suite_add_tcase(suite, tests);
    return suite;
}
