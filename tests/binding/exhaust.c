/* Opening a module when the host runs out of memory. Whichever allocation fails, opening
 * reports that there is no memory, nothing leaks, and the next attempt with memory works.
 * The test counts the allocations of the binding and of Jansson, and the blocks that C
 * library functions return to the binding. */
#include "../run.h"
#include "exhausting.h"
#include "opening.h"
#include "tree.h"

#include <errno.h>
#include <jansson.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* The linker redirects the calls of the binding and of this program to these. */
void *__real_calloc(size_t count, size_t size);
void *__real_malloc(size_t size);
void *__real_realloc(void *block, size_t size);
void __real_free(void *block);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_realloc(void *block, size_t size);
void __wrap_free(void *block);

static size_t left = SIZE_MAX; /* allocations before one fails */
static int64_t live;           /* blocks that were not freed */

bool exhausting_fails(void)
{
    if (left == 0) {
        errno = ENOMEM;
        return true;
    }
    left--;
    return false;
}

void *exhausting_keep(void *block)
{
    live += block != NULL;
    return block;
}

void *__wrap_calloc(size_t count, size_t size)
{
    return exhausting_fails() ? NULL : exhausting_keep(__real_calloc(count, size));
}

void *__wrap_malloc(size_t size)
{
    return exhausting_fails() ? NULL : exhausting_keep(__real_malloc(size));
}

void *__wrap_realloc(void *block, size_t size)
{
    if (exhausting_fails()) {
        return NULL;
    }
    void *larger = __real_realloc(block, size);
    live += block == NULL && larger != NULL;
    return larger;
}

void __wrap_free(void *block)
{
    live -= block != NULL;
    __real_free(block);
}

/* Opens with memory for one more allocation each time, until opening succeeds or fails for
 * another reason. Returns the code. */
static int32_t sweep(const char *where, const char *node)
{
    for (size_t allocations = 0;; allocations++) {
        struct vera_binding_module *module = (struct vera_binding_module *)&module;
        struct vera_binding_error error = {0};
        int64_t before = live;
        left = allocations;
        int32_t code = vera_binding_open(where, node, &module, &error);
        left = SIZE_MAX;
        if (code == VERA_BINDING_OK) {
            expect(strcmp(vera_binding_name(module), "sample") == 0);
            vera_binding_close(module);
        } else {
            expect(module == NULL && error.code == code);
        }
        expect(live == before);
        if (code != VERA_BINDING_MEMORY) {
            ck_assert_uint_gt(allocations, 3);
            return code;
        }
        ck_assert_str_eq(error.message, "out of memory");
    }
}

START_TEST(by_path)
{
    json_set_alloc_funcs(__wrap_malloc, __wrap_free);
    ck_assert_int_eq(sweep(built(SAMPLE_MANIFEST), "VERA_SAMPLE_1.1"), VERA_BINDING_OK);
}
END_TEST

START_TEST(by_name)
{
    json_set_alloc_funcs(__wrap_malloc, __wrap_free);
    char folders[4096];
    snprintf(folders, sizeof folders,
             LAYOUT_ROOT "/nosuch" LAYOUT_SEPARATOR "relative" LAYOUT_SEPARATOR "%s",
             built("tests/stage/lib/vera/modules"));
    look_in(folders);
    ck_assert_int_eq(sweep("vera:sample", NULL), VERA_BINDING_OK);
    ck_assert_int_eq(sweep("vera:nosuch", NULL), VERA_BINDING_NOT_FOUND);
}
END_TEST

/* Memory may also run out on the way to any other failure. */
static const struct {
    const char *text;
    int32_t code;
} refused[] = {
    {"{ \"format\": 1, ", VERA_BINDING_MANIFEST},
    {"{ \"other\": [1], \"form\\u0061t\": \"1\" }", VERA_BINDING_MANIFEST},
    {"{ \"format\": 2 }", VERA_BINDING_FORMAT},
    {"{ \"format\": 1, \"module\": \"sample\", " NAMES_LIBRARY(
         "nosuch.so") ",\n"
                      "  \"nodes\": [], \"functions\": [] }",
     VERA_BINDING_LIBRARY},
    {"{ \"format\": 1, \"module\": \"sample\", \"library\": { },\n"
     "  \"nodes\": [], \"functions\": [] }",
     VERA_BINDING_LIBRARY},
};

START_TEST(before_another_failure)
{
    json_set_alloc_funcs(__wrap_malloc, __wrap_free);
    tree_write("lib/vera/modules/sample.json", refused[_i].text);
    ck_assert_int_eq(sweep(tree_path("lib/vera/modules/sample.json"), NULL), refused[_i].code);
}
END_TEST

/* Explaining why a function cannot be called takes memory. */
START_TEST(with_unavailable_functions)
{
    json_set_alloc_funcs(__wrap_malloc, __wrap_free);
    tree_write(
        "lib/vera/modules/sample.json",
        "{ \"format\": 1, \"module\": \"sample\",\n"
        "  " NAMES_LIBRARY(
            "sample.library") ",\n"
                              "  \"nodes\": [ { \"name\": \"VERA_SAMPLE_1.0\" } ],\n"
                              "  \"functions\": [\n"
                              "    { \"name\": \"a\", \"symbol\": \"nosuch\", \"node\": "
                              "\"VERA_SAMPLE_1.0\",\n"
                              "      \"parameters\": [], \"returns\": { \"type\": \"void\" } },\n"
                              "    { \"name\": \"b\", \"symbol\": \"vera_sample_touch\",\n"
                              "      \"node\": \"VERA_SAMPLE_1.0\", \"parameters\": [],\n"
                              "      \"returns\": { \"type\": \"text\" } } ] }\n");
    tree_copy(built(SAMPLE_LIBRARY), "lib/sample.library");
    ck_assert_int_eq(sweep(tree_path("lib/vera/modules/sample.json"), NULL), VERA_BINDING_OK);
}
END_TEST

Suite *suite(void)
{
    if (!sample_staged()) {
        skip_suite("no shared library was built");
    }
    Suite *suite = suite_create("exhaust");
    TCase *tests = tree_case("exhaust");
    tcase_add_test(tests, by_path);
    tcase_add_test(tests, by_name);
    tcase_add_loop_test(tests, before_another_failure, 0, sizeof refused / sizeof refused[0]);
    tcase_add_test(tests, with_unavailable_functions);
    suite_add_tcase(suite, tests);
    return suite;
}
