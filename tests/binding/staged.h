/* What was built for the tests to open, and what they look for in errors. No
 * part of the binding is called here. */
#ifndef VERA_TESTS_BINDING_STAGED_H
#define VERA_TESTS_BINDING_STAGED_H

#include "layout.h"

#include <vera/binding.h>

/* vera:sample, below the top of the build tree. */
#define SAMPLE_MANIFEST "tests/stage/lib/vera/modules/sample.json"
#define SAMPLE_LIBRARY "tests/stage/lib/" LAYOUT_LIBRARY("vera_sample")

/* A library of vera:probe there; "older" is one. */
#define PROBE_LIBRARY(name) "tests/binding/probe/.libs/lib" name LAYOUT_SUFFIX

/* What a manifest says of its library: that name, on every system. */
#define NAMES_LIBRARY(name)                                                                        \
    "\"library\": { \"elf\": \"" name "\", \"mach-o\": \"" name "\", \"pe\": \"" name "\" }"

/* Whether there is a shared library to open; the suite is to be skipped if not. */
bool sample_staged(void);

/* Makes VERA_MODULE_PATH of the tests: that folder alone. */
void look_in(const char *folder);

/* The sentence has these words. */
void expect_words(const struct vera_binding_error *error, const char *words);

#endif
