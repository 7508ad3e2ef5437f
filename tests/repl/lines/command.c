/* The commands, and lines that are empty or contain invalid bytes. */
#include "lines.h"

START_TEST(dump_shows_bytes_and_text)
{
    run("let q = allocate(20)", "");
    run("zero_memory(q, 20)", "");
    run("set_memory(q + 1, 0x41, 1)", "");
    run("set_memory(q + 17, 0x7F, 2)", "");
    run("set_memory(q + 19, 0x7E, 1)", "");
    run(":dump q", "0000  00 41 00 00 00 00 00 00 00 00 00 00 00 00 00 00  |.A..............|\n"
                   "0010  00 7f 7f 7e                                      |...~|\n");
    run(":dump q + 1 2", "0000  41 00                                            |A.|\n");
    run(":dump q 0", "");
    run("free(q, 20)", "");
}
END_TEST

START_TEST(dump_shows_at_most_256_bytes_by_default)
{
    run("let q = allocate(1000)", "");
    run("zero_memory(q, 1000)", "");
    run(":dump q + 984",
        "0000  00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  |................|\n");
    run_like(":dump q", "0000  00",
             "00f0  00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  "
             "|................|\n");
    run("free(q, 1000)", "");
}
END_TEST

START_TEST(blocks_are_listed)
{
    run("let q = allocate_aligned(64, 4096)", "");
    run_like(":blocks", "0x", "2 blocks, 80 bytes in total\n");
    run("free_aligned(q, 64, 4096)", "");
    run_like(":blocks", "0x",
             "  16 bytes, aligned to 8, from memory.allocate at line 3\n"
             "1 block, 16 bytes in total\n");
}
END_TEST

START_TEST(functions_are_listed)
{
    run_like(":functions",
             "session.byte(p: ptr) -> i64\n"
             "session.equal(p: ptr, q: ptr, count: i64) -> bool\n"
             "memory.allocate(size: i64) -> ptr\n",
             "sample.fail(code: i32) -> i32\n"
             "sample.above(a: f64, b: f64) -> bool\n");
}
END_TEST

START_TEST(help_is_printed)
{
    run_like(":help", "vera-repl calls the functions of VERA modules",
             "  :quit                    ends the session; so does Ctrl-D\n");
}
END_TEST

START_TEST(commands_are_checked)
{
    refuse(":nothing", 2, "unknown command ':nothing'; :help lists the commands");
    refuse(":dump", 2, "expected :dump POINTER [COUNT]");
    refuse(":dump p 1 2", 11, "expected :dump POINTER [COUNT]");
    refuse(":dump 3", 7, "expected ptr, found i64");
    refuse(":dump p true", 9, "expected i64, found bool");
    refuse(":quit 3", 7, "expected :quit");
}
END_TEST

/* The second operand is checked before the first is evaluated; otherwise a block would
 * be left. */
START_TEST(operands_are_checked_before_any_is_evaluated)
{
    refuse(":dump allocate(8) x", 19, "unknown name 'x'");
}
END_TEST

START_TEST(lines_may_be_empty)
{
    run("", "");
    run(" \t ", "");
    run("// import \"vera:nothing\"", "");
    run("1 // + true", "1 : i64\n");
}
END_TEST

START_TEST(invalid_lines_are_refused)
{
    refuse("let x = 1 // \xFF", 14, "the line contains a byte that is not UTF-8");
    refuse("1 // \x1B[2J", 6, "the line contains a control character");
    run("1 // \xC3\xA9\t", "1 : i64\n");
}
END_TEST

TCase *command_cases(void)
{
    TCase *cases = tcase_create("command");
    tcase_add_test(cases, dump_shows_bytes_and_text);
    tcase_add_test(cases, dump_shows_at_most_256_bytes_by_default);
    tcase_add_test(cases, blocks_are_listed);
    tcase_add_test(cases, functions_are_listed);
    tcase_add_test(cases, help_is_printed);
    tcase_add_test(cases, commands_are_checked);
    tcase_add_test(cases, operands_are_checked_before_any_is_evaluated);
    tcase_add_test(cases, lines_may_be_empty);
    tcase_add_test(cases, invalid_lines_are_refused);
    return cases;
}
