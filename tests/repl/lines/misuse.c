/* vera-repl refuses every misuse of memory before it calls anything. After each test,
 * tear_down checks that the process and the block are unharmed. The library's own
 * reports of misuse are tested in tests/misuse. */
#include "lines.h"

START_TEST(a_wrong_size)
{
    refuse("memory.free(p, 15)", 16,
           "memory.free: 'addr' is a block of 16 bytes, not 15 (allocated at line 3)");
    refuse("memory.free(p, 17)", 16,
           "memory.free: 'addr' is a block of 16 bytes, not 17 (allocated at line 3)");
    refuse("memory.free(p, 0)", 16,
           "memory.free: 'addr' is a block of 16 bytes, not 0 (allocated at line 3)");
    refuse("memory.free(p, -16)", 16,
           "memory.free: 'addr' is a block of 16 bytes, not -16 (allocated at line 3)");
}
END_TEST

START_TEST(a_wrong_size_of_an_empty_block)
{
    run("let empty = memory.allocate(0)", "");
    refuse("memory.free(empty, 1)", 20,
           "memory.free: 'addr' is a block of 0 bytes, not 1 (allocated at line 5)");
    refuse("byte(empty)", 6,
           "session.byte would read 1 byte at 'p', where a block of 0 bytes has 0 left");
    run("memory.free(empty, 0)", "");
}
END_TEST

START_TEST(a_wrong_alignment)
{
    refuse("memory.free_aligned(p, 16, 16)", 28,
           "memory.free_aligned: 'addr' is a block aligned to 8, not 16 (allocated at line 3)");
    refuse("memory.free_aligned(p, 16, 3)", 28,
           "memory.free_aligned: 'addr' is a block aligned to 8, not 3 (allocated at line 3)");
    refuse("memory.free_aligned(p, 16, 0)", 28,
           "memory.free_aligned: 'addr' is a block aligned to 8, not 0 (allocated at line 3)");
    refuse("memory.free_aligned(p, 16, -8)", 28,
           "memory.free_aligned: 'addr' is a block aligned to 8, not -8 (allocated at line 3)");
    run("let q = memory.allocate_aligned(16, 64)", "");
    refuse("memory.free(q, 16)", 13,
           "memory.free: 'addr' is a block aligned to 64, not 8 (allocated at line 9)");
    run("memory.free_aligned(q, 16, 64)", "");
}
END_TEST

START_TEST(small_alignments_are_the_same)
{
    run("let q = memory.allocate_aligned(16, 2)", "");
    run("memory.free(q, 16)", "");
    run("q = memory.allocate(16)", "");
    run("memory.free_aligned(q, 16, 1)", "");
}
END_TEST

START_TEST(a_double_free)
{
    run("let q = memory.allocate(8)", "");
    run("memory.free(q, 8)", "");
    refuse("memory.free(q, 8)", 13,
           "memory.free: 'addr' was already freed at line 6 (allocated at line 5)");
    refuse("byte(q)", 6,
           "session.byte would read 1 byte at 'p', in a block that was freed at line 6");
    refuse("memory.zero_memory(q, 8)", 20,
           "memory.zero_memory would write 8 bytes at 'dest', in a block that was freed at "
           "line 6");
}
END_TEST

START_TEST(a_foreign_pointer)
{
    refuse("memory.free(null + 4096, 16)", 18,
           "memory.free: 'addr' is not a block of this session");
    refuse("memory.free(sample.greeting(), 16)", 13,
           "memory.free: 'addr' is not a block of this session");
    refuse("memory.free(p + 16, 16)", 15, "memory.free: 'addr' is not a block of this session");
    refuse("memory.free(p - 1, 16)", 15, "memory.free: 'addr' is not a block of this session");
    refuse("byte(sample.greeting())", 6,
           "session.byte would read 1 byte at 'p', which is not in any block of this session");
}
END_TEST

START_TEST(another_modules_block)
{
    refuse("sample.drop(p, 16, 16)", 13,
           "sample.drop: 'block' is a block of vera:memory, not of vera:sample "
           "(allocated at line 3)");
    run("let pair = sample.make_pair()", "");
    refuse("memory.free_aligned(pair, 16, 16)", 21,
           "memory.free_aligned: 'addr' is a block of vera:sample, not of vera:memory "
           "(allocated at line 6)");
    run("sample.drop_pair(pair)", "");
}
END_TEST

START_TEST(an_interior_pointer)
{
    refuse("memory.free(p + 8, 16)", 15,
           "memory.free: 'addr' points 8 bytes into a block of 16 bytes, not to its start");
    refuse("memory.free(p + 1, 15)", 15,
           "memory.free: 'addr' points 1 byte into a block of 16 bytes, not to its start");
}
END_TEST

START_TEST(a_write_past_a_block)
{
    refuse("memory.set_memory(p, 1, 17)", 19,
           "memory.set_memory would write 17 bytes at 'dest', where a block of 16 bytes has 16 "
           "left");
    refuse("memory.set_memory(p + 10, 1, 7)", 21,
           "memory.set_memory would write 7 bytes at 'dest', where a block of 16 bytes has 6 left");
    refuse("memory.zero_memory(p + 16, 1)", 22,
           "memory.zero_memory would write 1 byte at 'dest', where a block of 16 bytes has 0 left");
    refuse("memory.zero_memory(p - 1, 2)", 22,
           "memory.zero_memory would write 2 bytes at 'dest', which is not in any block "
           "of this session");
    refuse("memory.zero_memory(p, 9223372036854775807)", 20,
           "memory.zero_memory would write 9223372036854775807 bytes at 'dest', where a block of "
           "16 bytes has 16 left");
    refuse("memory.set_memory(null, 1, 1)", 19,
           "memory.set_memory would write 1 byte at 'dest', which is null");
}
END_TEST

START_TEST(a_copy_past_a_block)
{
    run("let q = memory.allocate(8)", "");
    refuse("memory.copy_memory(q, p, 9)", 20,
           "memory.copy_memory would write 9 bytes at 'dest', where a block of 8 bytes has 8 left");
    refuse("memory.copy_memory(p, q, 9)", 23,
           "memory.copy_memory would read 9 bytes at 'src', where a block of 8 bytes has 8 left");
    refuse("memory.copy_memory(p, null, 1)", 23,
           "memory.copy_memory would read 1 byte at 'src', which is null");
    run("memory.free(q, 8)", "");
}
END_TEST

START_TEST(a_read_past_a_block)
{
    refuse("byte(p + 16)", 8,
           "session.byte would read 1 byte at 'p', where a block of 16 bytes has 0 left");
    refuse("byte(null)", 6, "session.byte would read 1 byte at 'p', which is null");
    refuse("equal(p, p, 17)", 7,
           "session.equal would read 17 bytes at 'p', where a block of 16 bytes has 16 left");
    refuse("equal(p, p + 9, 8)", 12,
           "session.equal would read 8 bytes at 'q', where a block of 16 bytes has 7 left");
    refuse("sample.load(p + 9)", 15,
           "sample.load would read 8 bytes at 'src', where a block of 16 bytes has 7 left");
}
END_TEST

START_TEST(a_dump_outside_a_block)
{
    refuse(":dump p 17", 7,
           ":dump would read 17 bytes at 'POINTER', where a block of 16 bytes has 16 left");
    refuse(":dump p + 16", 9,
           ":dump would read 1 byte at 'POINTER', where a block of 16 bytes has 0 left");
    refuse(":dump null", 7, ":dump would read 1 byte at 'POINTER', which is null");
    refuse(":dump null + 99 8", 12,
           ":dump would read 8 bytes at 'POINTER', which is not in any block of this session");
}
END_TEST

START_TEST(a_negative_count)
{
    refuse("memory.set_memory(p, 1, -1)", 25,
           "memory.set_memory: 'count' is -1 but must not be negative");
    refuse("memory.copy_memory(p, null, 0 - 5)", 31,
           "memory.copy_memory: 'count' is -5 but must not be negative");
    refuse("equal(p, p, -1)", 13, "session.equal: 'count' is -1 but must not be negative");
    refuse(":dump (p) 0 - 1", 13, ":dump: 'COUNT' is -1 but must not be negative");
}
END_TEST

START_TEST(an_overlap)
{
    refuse_like("memory.copy_memory(p + 4, p, 5)", 22, "copy_memory: the 5 bytes at dest");
    refuse_like("memory.copy_memory(p, p + 4, 5)", 20, "copy_memory: the 5 bytes at dest");
    run("memory.copy_memory(p + 4, p, 4)", "");
    run("memory.copy_memory(p, p, 16)", "");
}
END_TEST

START_TEST(ranges_of_0_bytes_may_be_anywhere)
{
    run("memory.zero_memory(null, 0)", "");
    run("memory.copy_memory(p + 99, null, 0)", "");
    run("memory.free(null, -1)", "");
    run("memory.free_aligned(null, 5, 3)", "");
    run("equal(null, p, 0)", "true : bool\n");
    run("memory.zero_memory(p + 16, 0)", "");
}
END_TEST

TCase *misuse_cases(void)
{
    TCase *cases = tcase_create("misuse");
    tcase_add_test(cases, a_wrong_size);
    tcase_add_test(cases, a_wrong_size_of_an_empty_block);
    tcase_add_test(cases, a_wrong_alignment);
    tcase_add_test(cases, small_alignments_are_the_same);
    tcase_add_test(cases, a_double_free);
    tcase_add_test(cases, a_foreign_pointer);
    tcase_add_test(cases, another_modules_block);
    tcase_add_test(cases, an_interior_pointer);
    tcase_add_test(cases, a_write_past_a_block);
    tcase_add_test(cases, a_copy_past_a_block);
    tcase_add_test(cases, a_read_past_a_block);
    tcase_add_test(cases, a_dump_outside_a_block);
    tcase_add_test(cases, a_negative_count);
    tcase_add_test(cases, an_overlap);
    tcase_add_test(cases, ranges_of_0_bytes_may_be_anywhere);
    return cases;
}
