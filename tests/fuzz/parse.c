/* The REPL's parser on arbitrary text. Each line of the input is parsed from memory of
 * exactly its size, so that AddressSanitizer sees any read past its end.
 */
#include "expect.h"

#include "alloc.h"
#include "parse.h"

#include <string.h>

static void expect_within(struct text text, struct text line)
{
    EXPECT(text.length == 0 ||
               (text.start >= line.start && text.start + text.length <= line.start + line.length),
           "a piece of the line");
}

/* Checks every expression that was made, whether or not it is in the tree. */
static void expect_exprs(const struct statement *statement, struct text line)
{
    for (const struct expr *expr = statement->made; expr != NULL; expr = expr->made) {
        EXPECT(expr->at <= line.length, "an offset up to %zu, not %zu", line.length, expr->at);
        EXPECT(expr->depth <= PARSE_DEPTH_MAX, "%d levels at most, not %zu", PARSE_DEPTH_MAX,
               expr->depth);
        expect_within(expr->module, line);
        expect_within(expr->name, line);
        expect_within(expr->spelling, line);
    }
    expect_within(statement->name, line);
}

/* A fault must have an explanation and a position, and it must be possible to print it. */
static void expect_explained(const struct fault *fault, struct text line)
{
    static FILE *nowhere;
    nowhere = nowhere != NULL ? nowhere : fopen("/dev/null", "w");
    EXPECT(nowhere != NULL, "to open /dev/null");
    EXPECT(fault->at <= line.length, "an offset up to %zu, not %zu", line.length, fault->at);
    EXPECT(fault->sentence[0] != '\0', "an explanation of a fault");
    repl_fault_show(nowhere, fault, (struct place){"input", 1}, line);
}

/* A comment after a line changes nothing. */
static void expect_same(struct text line, enum statement_kind kind)
{
    static const char comment[] = " // nothing";
    char *longer = repl_alloc_zeroed(1, line.length + sizeof comment);
    memcpy(longer, line.start, line.length);
    memcpy(longer + line.length, comment, sizeof comment);
    struct text text = {longer, line.length + sizeof comment - 1};
    struct statement statement;
    struct fault fault;
    EXPECT(repl_parse_line(text, &statement, &fault), "to parse a line with a comment, too");
    EXPECT(statement.kind == kind, "statement %d with a comment, not %d", kind, statement.kind);
    repl_parse_release(&statement);
    free(longer);
}

static void parse(struct text line)
{
    struct statement statement;
    struct fault fault;
    bool parsed = repl_parse_line(line, &statement, &fault);
    if (parsed) {
        expect_exprs(&statement, line);
        expect_same(line, statement.kind);
    } else {
        expect_explained(&fault, line);
    }
    repl_parse_release(&statement);
}

/* A line with a byte that no line may contain never reaches the parser. */
static void read_line(const char *start, size_t length)
{
    char *copy = malloc(length > 0 ? length : 1);
    EXPECT(copy != NULL, "memory for %zu bytes", length);
    memcpy(copy, start, length);
    struct text line = {copy, length};
    struct fault fault = {.sentence = "a flaw"};
    const char *reason = NULL;
    fault.at = repl_text_valid_length(line, &reason);
    if (fault.at == length) {
        parse(line);
    } else {
        EXPECT(reason != NULL, "a reason for a flaw");
        expect_explained(&fault, line);
    }
    free(copy);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    const char *start = (const char *)bytes;
    const char *end = start + length;
    while (start < end) {
        const char *newline = memchr(start, '\n', (size_t)(end - start));
        size_t size = (size_t)((newline != NULL ? newline : end) - start);
        read_line(start, size);
        start += size + 1;
    }
    return 0;
}
