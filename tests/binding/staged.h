/* The modules that the tests open, and checks of error messages. Nothing here calls the
 * binding. */
#ifndef VERA_TESTS_BINDING_STAGED_H
#define VERA_TESTS_BINDING_STAGED_H

#include "layout.h"

#include <vera/binding.h>

/* vera:sample, relative to the top of the build tree. */
#define SAMPLE_MANIFEST "tests/stage/lib/vera/modules/sample.json"
#define SAMPLE_LIBRARY "tests/stage/lib/" LAYOUT_LIBRARY("vera_sample")

/* A library of vera:probe there: "older", "newer" or "plain". */
#define PROBE_LIBRARY(name) "tests/binding/probe/.libs/lib" name LAYOUT_SUFFIX

/* The member "library" of a manifest, with the same name on every system. */
#define NAMES_LIBRARY(name)                                                                        \
    "\"library\": { \"elf\": \"" name "\", \"mach-o\": \"" name "\", \"pe\": \"" name "\" }"

/* Whether there is a shared library to open. If not, the suite must be skipped. */
bool sample_staged(void);

/* Sets VERA_MODULE_PATH. */
void look_in(const char *folder);

/* The error's message contains these words. */
void expect_words(const struct vera_binding_error *error, const char *words);

#endif
