/* The modules that the tests open, and checks of error messages. */
#include "staged.h"

#include "machine.h"
#include "tree.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

bool sample_staged(void)
{
    FILE *manifest = machine_open(built(SAMPLE_MANIFEST), "rb");
    if (manifest != NULL) {
        fclose(manifest);
    }
    return manifest != NULL;
}

void look_in(const char *folder)
{
    ck_assert(machine_set("VERA_MODULE_PATH", folder));
}

void expect_words(const struct vera_binding_error *error, const char *words)
{
    ck_assert_msg(strstr(error->message, words) != NULL, "\"%s\" is not in \"%s\"", words,
                  error->message);
}
