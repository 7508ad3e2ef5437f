/* What was built for the tests to open, and what they look for in errors. No
 * part of the binding is called here. */
#ifndef VERA_TESTS_BINDING_STAGED_H
#define VERA_TESTS_BINDING_STAGED_H

#include <vera/binding.h>

/* vera:sample, below the top of the build tree. */
#define SAMPLE_MANIFEST "tests/stage/lib/vera/modules/sample.json"
#define SAMPLE_LIBRARY "tests/stage/lib/libvera_sample.so.1"

/* Whether there is a shared library to open; the suite is to be skipped if not. */
bool sample_staged(void);

/* Makes VERA_MODULE_PATH of the tests: that folder alone. */
void look_in(const char *folder);

/* The sentence has these words. */
void expect_words(const struct vera_binding_error *error, const char *words);

#endif
