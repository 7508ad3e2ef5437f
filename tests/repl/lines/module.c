/* Importing modules, calling and describing their functions, and tracking the blocks of
 * any module. Modules with equal names are in tests/repl/modules.sh. */
#include "lines.h"

#include <stdio.h>
#include <string.h>

START_TEST(a_function_is_called_by_its_short_or_full_name)
{
    run("let q = allocate(4)", "");
    run("memory.zero_memory(q, 4)", "");
    run("session.byte(q)", "0 : i64\n");
    run("free(q, 4)", "");
}
END_TEST

START_TEST(importing_again_changes_nothing)
{
    run("import \"vera:memory\"", "");
    run("let q = allocate(4)", "");
    run("free(q, 4)", "");
}
END_TEST

START_TEST(invalid_modules_are_refused)
{
    refuse_like("import \"vera:nothing\"", 8, "vera:nothing is not installed");
    refuse_like("import \"memory\"", 8, "'memory' is neither the name of a module");
    refuse_like("import \"vera:binding\"", 8, "'vera:binding' is reserved");
    refuse_like("import \"./nowhere.json\"", 8, "");
}
END_TEST

START_TEST(blocks_of_any_module_are_tracked)
{
    run("let q = sample.make(40, 8)", "");
    run("sample.fill(9, 40, q)", "");
    run("byte(q + 39)", "9 : i64\n");
    refuse("sample.fill(9, 41, q)", 20,
           "sample.fill would write 41 bytes at 'dest', where a block of 40 bytes has 40 left");
    refuse("sample.drop(q, 40, 32)", 20,
           "sample.drop: 'block' is a block aligned to 16, not 32 (allocated at line 5)");
    run("sample.copy(7, q, p)", "");
    run("equal(p, q, 7)", "true : bool\n");
    run("let pair = sample.make_pair()", "");
    run("sample.drop_pair(pair)", "");
    run("sample.drop(q, 40, 1)", "");
    refuse("sample.drop(q, 40, 1)", 13,
           "sample.drop: 'block' was already freed at line 14 (allocated at line 5)");
}
END_TEST

START_TEST(a_call_that_returns_nothing_prints_nothing)
{
    run("sample.touch()", "");
    run("sample.touched() > 0", "true : bool\n");
}
END_TEST

START_TEST(errno_is_printed)
{
    run("allocate(-1)", "null : ptr  // errno 22: Invalid argument\n");
    run("allocate(-1) == null", "true : bool\n");
    char expected[128];
    snprintf(expected, sizeof expected, "-1 : i32  // errno 12: %s\n", strerror(12));
    run("sample.fail(12)", expected);
    run("byte(p)", "7 : i64\n");
}
END_TEST

#if defined(HAVE_DLVSYM)
#define FOUND "found by name and version"
#else
#define FOUND "found by name only"
#endif

START_TEST(functions_are_described)
{
    run(":describe allocate",
        "memory.allocate(size: i64) -> ptr\n"
        "    the result\n"
        "      is a new block of size bytes, aligned to 8\n"
        "      may be null\n"
        "    symbol vera_memory_allocate, version VERA_MEMORY_1.0, " FOUND "\n");
    run(":describe memory.copy_memory",
        "memory.copy_memory(dest: ptr, src: ptr, count: i64)\n"
        "    dest\n"
        "      writes count bytes there\n"
        "      must not be null if count is above 0\n"
        "      must not overlap src, unless both start at the same address\n"
        "    src\n"
        "      reads count bytes there\n"
        "      must not be null if count is above 0\n"
        "    symbol vera_memory_copy_memory, version VERA_MEMORY_1.0, " FOUND "\n");
    run(":describe sample.drop_pair",
        "sample.drop_pair(pair: ptr)\n"
        "    pair\n"
        "      frees this block of 16 bytes, aligned to 16, unless it is null\n"
        "    symbol vera_sample_drop_pair, version VERA_SAMPLE_1.0, " FOUND "\n");
    run(":describe byte", "session.byte(p: ptr) -> i64\n"
                          "    p\n"
                          "      reads 1 byte there\n"
                          "      must not be null\n"
                          "    built into vera-repl, not part of a module\n");
}
END_TEST

START_TEST(describe_needs_a_function)
{
    refuse(":describe", 2, "expected :describe NAME");
    refuse(":describe 3", 11, "expected a function name");
    refuse(":describe p", 11, "'p' is a value, not a function");
    refuse(":describe allocate free", 20, "expected :describe NAME");
    refuse(":describe memory.nothing", 11, "module 'memory' has no function 'nothing'");
}
END_TEST

TCase *module_cases(void)
{
    TCase *cases = tcase_create("module");
    tcase_add_test(cases, a_function_is_called_by_its_short_or_full_name);
    tcase_add_test(cases, importing_again_changes_nothing);
    tcase_add_test(cases, invalid_modules_are_refused);
    tcase_add_test(cases, blocks_of_any_module_are_tracked);
    tcase_add_test(cases, a_call_that_returns_nothing_prints_nothing);
    tcase_add_test(cases, errno_is_printed);
    tcase_add_test(cases, functions_are_described);
    tcase_add_test(cases, describe_needs_a_function);
    return cases;
}
