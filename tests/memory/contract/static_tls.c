/* A C library has limited room for the static TLS of libraries that are opened at run time.
 * The library loads as long as one word is left.
 */
#include "child.h"
#include "library.h"
#include "posix/loaded.h"
#include "run.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

/* MOST_WORDS is more than any C library has room for. Each word is taken by a copy of a
 * library that has one. */
enum { MOST_WORDS = 4096, NOT_LOADED = 2, NO_WORD_TAKEN = 3 };

static const char *word_path(void)
{
    static char path[4096];
    const char *top = getenv("top_builddir");
    snprintf(path, sizeof path, "%s/tests/memory/contract/.libs/libword.so",
             top != NULL ? top : ".");
    return path;
}

static size_t take_words(size_t most)
{
    size_t count = 0;
    while (count < most && loaded_copy(word_path()) != NULL) {
        count++;
    }
    return count;
}

static int print_room(size_t argument)
{
    (void)argument;
    printf("%zu\n", take_words(MOST_WORDS));
    return EXIT_SUCCESS;
}

static size_t room(void)
{
    struct child child;
    child_run(&child, "print_room", 0);
    return strtoul(child.out, NULL, 10);
}

static int load_and_use(size_t taken)
{
    if (take_words(taken) != taken || dlopen(loaded_path(), RTLD_NOW) == NULL) {
        return NOT_LOADED;
    }
    struct library library = library_open();
    void *block = library.allocate(100);
    library.free(block, 100);
    if (take_words(1) != 0) {
        return NO_WORD_TAKEN;
    }
    return block != NULL ? EXIT_SUCCESS : EXIT_FAILURE;
}

START_TEST(loads_while_one_word_is_left)
{
    struct child child;
    size_t words = room();
    ck_assert_uint_gt(words, 1);
    ck_assert_uint_lt(words, MOST_WORDS);
    size_t taken = words - 1;
    child_run(&child, "load_and_use", taken);
    figure("static TLS: with %zu of %zu words taken, %s", taken, words,
           child.exit_status == EXIT_SUCCESS ? "loads" : "does not load");
    ck_assert_int_eq(child.exit_status, EXIT_SUCCESS);
}
END_TEST

static const struct child_act acts[] = {
    {"print_room", print_room},
    {"load_and_use", load_and_use},
    {NULL, NULL},
};

Suite *suite(void)
{
    child_offer(acts);
#ifndef __GLIBC__
    skip_suite("only glibc has a fixed room for static TLS");
#endif
    if (UNDER_SANITIZER) {
        skip_suite("a sanitizer's own library has static TLS too");
    }
    Suite *suite = suite_create("static_tls");
    TCase *all = tcase_create("static_tls");
    tcase_add_test(all, loads_while_one_word_is_left);
    suite_add_tcase(suite, all);
    return suite;
}
