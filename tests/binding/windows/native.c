/* What the binding promises only on Windows: it accepts every path of the system, in any
 * form and of any length; it loads nothing from the current folder or from PATH; and the last
 * error is that of the call. */
#include "../../run.h"
#include "../opening.h"
#include "../tree.h"
#include "failure.h"
#include "machine.h"
#include "wide.h"

#include "../../../bindings/libvera_binding/path.h"

#include <errno.h>
#include <io.h>
#include <stdlib.h>
#include <string.h>

/* A module with these functions; may be none. */
static void write_module(const char *relative, const char *library, const char *functions)
{
    char text[2048];
    snprintf(text, sizeof text,
             "{ \"format\": 1, \"module\": \"probe\", \"library\": { \"pe\": \"%s\" },\n"
             "  \"nodes\": [ { \"name\": \"VERA_PROBE_1.0\" } ], \"functions\": [ %s ] }\n",
             library, functions);
    tree_write(relative, text);
}

static void install(const char *prefix)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/lib/vera/modules/probe.json", prefix);
    write_module(path, "libolder.dll", "");
    snprintf(path, sizeof path, "%s/lib/libolder.dll", prefix);
    tree_copy(built(PROBE_LIBRARY("older")), path);
}

#define FUNCTION(name, symbol, returns, parameters)                                                \
    "{ \"name\": \"" name "\", \"symbol\": \"" symbol "\", \"node\": \"VERA_PROBE_1.0\",\n"        \
    "  \"returns\": { \"type\": \"" returns "\" }, \"parameters\": [ " parameters " ] }"

/* Calls the system's own functions for the last error through the binding. */
START_TEST(the_last_error_is_the_calls)
{
    write_module(
        "kernel.json", "kernel32.dll",
        FUNCTION("set", "SetLastError", "void",
                 "{ \"name\": \"code\", \"type\": \"u32\" }") ",\n" FUNCTION("get", "GetLastError",
                                                                             "u32", ""));
    struct vera_binding_module *module = open_module(tree_path("kernel.json"));
    const struct vera_binding_function *set = find(module, "set");
    const struct vera_binding_function *get = find(module, "get");
    struct vera_binding_value result;
    SetLastError(4711);
    ck_assert_int_eq(vera_binding_call(get, NULL, 0, &result, NULL, NULL), VERA_BINDING_OK);
    ck_assert_uint_eq(result.as.u32, 4711);
    int32_t code = vera_binding_call(set, &U32(815), 1, NULL, NULL, NULL);
    DWORD last = GetLastError();
    ck_assert_int_eq(code, VERA_BINDING_OK);
    ck_assert_uint_eq(last, 815);
    uint32_t number = 42;
    vera_binding_call_raw(set, (void *[]){&number}, NULL);
    last = GetLastError();
    ck_assert_uint_eq(last, 42);
    ck_assert_int_eq(vera_binding_describe(set)->resolution, VERA_BINDING_BY_NAME);
    vera_binding_close(module);
}
END_TEST

START_TEST(a_path_may_be_long)
{
    static const char part[] = "/twenty-four  characters";
    char prefix[512] = "long";
    while (strlen(prefix) < 400) {
        strcat(prefix, part);
    }
    install(prefix);
    strcat(prefix, "/lib/vera/modules");
    look_in(tree_path(prefix));
    struct vera_binding_module *module = open_module("vera:probe");
    strcat(prefix, "/probe.json");
    ck_assert_str_eq(vera_binding_manifest(module), tree_path(prefix));
    vera_binding_close(module);
}
END_TEST

START_TEST(a_path_may_be_written_as_the_system_writes_it)
{
    install("written");
    ck_assert(machine_enter(tree_path("written/lib/vera")));
    struct vera_binding_module *module = open_module("modules\\probe.json");
    ck_assert_str_eq(vera_binding_manifest(module),
                     tree_path("written/lib/vera/modules/probe.json"));
    vera_binding_close(module);
    tree_move("written/lib/vera/modules/probe.json", "written/lib/vera/modules/probe");
    vera_binding_close(open_module("modules\\probe"));
}
END_TEST

/* The process is on the drive of the tree and in its folder. */
START_TEST(paths_relative_to_a_current_drive_or_folder_are_skipped)
{
    install("current");
    const char *modules = tree_path("current/lib/vera/modules");
    ck_assert(machine_enter(tree_path("current/lib/vera")));
    look_in(modules + 2);
    refuse("vera:probe", NULL, VERA_BINDING_NOT_FOUND);
    char entry[] = "?:modules";
    entry[0] = modules[0];
    look_in(entry);
    refuse("vera:probe", NULL, VERA_BINDING_NOT_FOUND);
    look_in(modules);
    vera_binding_close(open_module("vera:probe"));
}
END_TEST

START_TEST(no_library_is_taken_from_path)
{
    write_module("alone/lib/vera/modules/probe.json", "libolder.dll", "");
    tree_copy(built(PROBE_LIBRARY("older")), "path/libolder.dll");
    ck_assert(machine_set("PATH", tree_path("path")));
    ck_assert(machine_enter(tree_path("path")));
    refuse(tree_path("alone/lib/vera/modules/probe.json"), NULL, VERA_BINDING_LIBRARY);
}
END_TEST

START_TEST(what_a_library_needs_is_found_beside_it)
{
    write_module(
        "needy/lib/vera/modules/probe.json", "libneedy.dll",
        FUNCTION("echo", "vera_needy_echo", "i64", "{ \"name\": \"value\", \"type\": \"i64\" }"));
    tree_copy(built("tests/binding/.libs/libneedy.dll"), "needy/bin/libneedy.dll");
    const char *manifest = tree_path("needy/lib/vera/modules/probe.json");
    struct vera_binding_error error = refuse(manifest, NULL, VERA_BINDING_LIBRARY);
    expect_words(&error, "libneedy.dll cannot be loaded: ");
    tree_copy(built(SAMPLE_LIBRARY), "needy/bin/" LAYOUT_LIBRARY("vera_sample"));
    struct vera_binding_module *module = open_module(manifest);
    struct vera_binding_value result;
    ck_assert_int_eq(vera_binding_call(find(module, "echo"), &I64(-9), 1, &result, NULL, NULL),
                     VERA_BINDING_OK);
    ck_assert_int_eq(result.as.i64, -9);
    vera_binding_close(module);
}
END_TEST

START_TEST(no_child_inherits_a_manifest)
{
    tree_write("file", "");
    FILE *file = vera_path_open(tree_path("file"));
    ck_assert_ptr_nonnull(file);
    DWORD flags = HANDLE_FLAG_INHERIT;
    ck_assert(GetHandleInformation((HANDLE)_get_osfhandle(_fileno(file)), &flags));
    ck_assert_uint_eq(flags & HANDLE_FLAG_INHERIT, 0);
    fclose(file);
}
END_TEST

START_TEST(a_variable_is_complete)
{
    char value[1000];
    memset(value, 'x', sizeof value - 1);
    memcpy(value, "\xCE\xA9\xF0\x9F\xA6\x89", 6);
    value[sizeof value - 1] = '\0';
    ck_assert(machine_set("VERA_TEST", value));
    char *found = vera_path_variable("VERA_TEST");
    ck_assert_ptr_nonnull(found);
    ck_assert_str_eq(found, value);
    free(found);
    ck_assert(machine_set("VERA_TEST", NULL));
    ck_assert_ptr_null(vera_path_variable("VERA_TEST"));
}
END_TEST

START_TEST(invalid_text_is_refused)
{
    ck_assert_ptr_null(vera_wide_from("a\xFF"));
    ck_assert_int_eq(errno, EILSEQ);
    errno = 0;
    ck_assert_ptr_null(vera_wide_to(L"a\xD800"));
    ck_assert_int_eq(errno, EILSEQ);
}
END_TEST

static const struct {
    const char *path;
    bool absolute;
} paths[] = {
    {"C:/a", true},
    {"z:\\a", true},
    {"//server/share", true},
    {"\\\\server\\share", true},
    {"\\\\?\\C:\\", true},
    {"C:", false},
    {"C:a", false},
    {"/a", false},
    {"\\a", false},
    {"a", false},
    {"", false},
    {"1:/a", false},
};

START_TEST(an_absolute_path_does_not_depend_on_a_folder)
{
    ck_assert_int_eq(vera_path_absolute(paths[_i].path), paths[_i].absolute);
}
END_TEST

static void expect_above(const char *path, const char *above)
{
    char copy[64];
    snprintf(copy, sizeof copy, "%s", path);
    vera_path_ascend(copy);
    ck_assert_str_eq(copy, above);
}

START_TEST(the_root_of_a_drive_stays)
{
    expect_above("C:/a/b", "C:/a");
    expect_above("C:/a", "C:/");
    expect_above("//server/share/a", "//server/share");
}
END_TEST

static void expect_path(const wchar_t *system, const char *path)
{
    char *text = vera_wide_to_path(system);
    ck_assert_ptr_nonnull(text);
    ck_assert_str_eq(text, path);
    free(text);
}

START_TEST(prefixes_stay_inside)
{
    expect_path(L"\\\\?\\C:\\a\\b", "C:/a/b");
    expect_path(L"\\\\?\\UNC\\server\\share\\a", "//server/share/a");
    expect_path(L"\\\\server\\share", "//server/share");
    char path[600] = "//server/share/a/../";
    memset(path + strlen(path), 'x', 300);
    wchar_t *wide = vera_wide_from_path(path);
    ck_assert_ptr_nonnull(wide);
    ck_assert_int_eq(wcsncmp(wide, L"\\\\?\\UNC\\server\\share\\xxx", 24), 0);
    ck_assert_uint_eq(wcslen(wide), 21 + 300);
    free(wide);
}
END_TEST

START_TEST(a_reason_fits_into_a_sentence)
{
    char reason[512];
    SetLastError(ERROR_MOD_NOT_FOUND);
    vera_failure_explain(reason, sizeof reason);
    ck_assert_str_ne(reason, "");
    ck_assert_ptr_null(strpbrk(reason, "\r\n"));
    ck_assert_int_ne(reason[strlen(reason) - 1], '.');
    SetLastError(ERROR_BAD_EXE_FORMAT); /* "%1 is no program" */
    vera_failure_explain(reason, sizeof reason);
    ck_assert_ptr_null(strchr(reason, '%'));
    SetLastError(0x20000815);
    vera_failure_explain(reason, sizeof reason);
    ck_assert_str_eq(reason, "error 536872981");
}
END_TEST

Suite *suite(void)
{
    Suite *suite = suite_create("native");
    TCase *tests = tree_case("native");
    tcase_add_test(tests, the_last_error_is_the_calls);
    tcase_add_test(tests, a_path_may_be_long);
    tcase_add_test(tests, a_path_may_be_written_as_the_system_writes_it);
    tcase_add_test(tests, paths_relative_to_a_current_drive_or_folder_are_skipped);
    tcase_add_test(tests, no_library_is_taken_from_path);
    tcase_add_test(tests, what_a_library_needs_is_found_beside_it);
    tcase_add_test(tests, no_child_inherits_a_manifest);
    tcase_add_test(tests, a_variable_is_complete);
    tcase_add_test(tests, invalid_text_is_refused);
    tcase_add_loop_test(tests, an_absolute_path_does_not_depend_on_a_folder, 0,
                        sizeof paths / sizeof paths[0]);
    tcase_add_test(tests, the_root_of_a_drive_stays);
    tcase_add_test(tests, prefixes_stay_inside);
    tcase_add_test(tests, a_reason_fits_into_a_sentence);
    suite_add_tcase(suite, tests);
    return suite;
}
