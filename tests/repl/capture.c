/* Uses a temporary file, which the system deletes when it is closed. */
#include "repl/capture.h"

#include <check.h>
#include <stdlib.h>

FILE *capture_begin(void)
{
    FILE *stream = tmpfile();
    ck_assert_ptr_nonnull(stream);
    return stream;
}

char *capture_end(FILE *stream)
{
    long length = ftell(stream);
    ck_assert_int_ge(length, 0);
    char *text = malloc((size_t)length + 1);
    ck_assert_ptr_nonnull(text);
    rewind(stream);
    ck_assert_uint_eq(fread(text, 1, (size_t)length, stream), (size_t)length);
    text[length] = '\0';
    fclose(stream);
    return text;
}
