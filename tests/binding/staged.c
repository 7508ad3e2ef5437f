/* What was built for the tests to open, and what they look for in errors. */
#include "staged.h"

#include "tree.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool sample_staged(void)
{
    return access(built(SAMPLE_MANIFEST), R_OK) == 0;
}

void look_in(const char *folder)
{
    ck_assert_int_eq(setenv("VERA_MODULE_PATH", folder, 1), 0);
}

void expect_words(const struct vera_binding_error *error, const char *words)
{
    ck_assert_msg(strstr(error->message, words) != NULL, "\"%s\" is not in \"%s\"", words,
                  error->message);
}
