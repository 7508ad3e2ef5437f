/* Reading lines of any length, with any line ending. */
#include "line.h"

#include "binding/machine.h"
#include "parts.h"

#include <stdlib.h>
#include <string.h>

/* A stream from which these bytes can be read. */
static FILE *stream_of(const char *bytes, size_t length)
{
    FILE *stream = tmpfile();
    ck_assert_ptr_nonnull(stream);
    ck_assert_uint_eq(fwrite(bytes, 1, length, stream), length);
    rewind(stream);
    return stream;
}

static void expect_line(FILE *stream, struct line *line, const char *bytes, size_t length)
{
    ck_assert_int_eq(repl_line_read(stream, line), LINE_READ);
    ck_assert_uint_eq(line->length, length);
    ck_assert_mem_eq(repl_line_text(line).start, bytes, length);
}

START_TEST(line_endings_are_removed)
{
    static const char bytes[] = "one\r\n\n\r\r\nthree\0\n\xFFlast";
    FILE *stream = stream_of(bytes, sizeof bytes - 1);
    struct line line = {0};
    expect_line(stream, &line, "one", 3);
    expect_line(stream, &line, "", 0);
    expect_line(stream, &line, "\r", 1);
    expect_line(stream, &line, "three\0", 6);
    expect_line(stream, &line, "\xFFlast", 5);
    ck_assert_int_eq(repl_line_read(stream, &line), LINE_END);
    ck_assert_int_eq(repl_line_read(stream, &line), LINE_END);
    repl_line_release(&line);
    fclose(stream);
}
END_TEST

START_TEST(a_line_may_be_long)
{
    enum { LENGTH = 1 << 20 };
    char *bytes = malloc(LENGTH + 1);
    ck_assert_ptr_nonnull(bytes);
    memset(bytes, 'x', LENGTH);
    bytes[LENGTH] = '\n';
    FILE *stream = stream_of(bytes, LENGTH + 1);
    struct line line = {0};
    expect_line(stream, &line, bytes, LENGTH);
    ck_assert_int_eq(repl_line_read(stream, &line), LINE_END);
    repl_line_release(&line);
    fclose(stream);
    free(bytes);
}
END_TEST

START_TEST(an_unreadable_stream_fails)
{
    FILE *stream = machine_open_unreadable();
    ck_assert_ptr_nonnull(stream);
    struct line line = {0};
    ck_assert_int_eq(repl_line_read(stream, &line), LINE_FAILED);
    ck_assert_uint_eq(repl_line_text(&line).length, 0);
    repl_line_release(&line);
    fclose(stream);
}
END_TEST

TCase *line_cases(void)
{
    TCase *cases = tcase_create("line");
    tcase_add_test(cases, line_endings_are_removed);
    tcase_add_test(cases, a_line_may_be_long);
    tcase_add_test(cases, an_unreadable_stream_fails);
    return cases;
}
