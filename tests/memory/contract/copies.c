/* Copies of the library in one process: files with other names, such as several components
 * of a program may bring along, and files with the same name, in namespaces where the loader
 * has them. No copy touches another's blocks; each reports such a block as misuse.
 */
#include "child.h"
#include "library.h"
#include "pattern.h"
#include "run.h"
#include "sizes.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { FILES = 4, NAMESAKES = 2, COPIES = FILES + NAMESAKES, BLOCKS = 600 };

static struct library copies[COPIES];

static void open_all(void)
{
    for (size_t i = 0; i < FILES; i++) {
        copies[i] = library_open_copy();
    }
    for (size_t i = FILES; i < COPIES; i++) {
        copies[i] = library_open_namesake();
    }
}

static int64_t size_of(size_t i)
{
    return (int64_t)(i % 40 == 0 ? 100000 : i * i % 5000 + 1);
}

static void use(const struct library *library, size_t seed)
{
    char *blocks[BLOCKS];
    for (size_t i = 0; i < BLOCKS; i++) {
        blocks[i] = library->allocate(size_of(i));
        expect(blocks[i] != NULL);
        pattern_write(blocks[i], (size_t)size_of(i), seed + i);
    }
    for (size_t i = 0; i < BLOCKS; i++) {
        expect(pattern_holds(blocks[i], (size_t)size_of(i), seed + i));
        library->free(blocks[i], size_of(i));
    }
}

/* Uses one copy many times, then each of the others, so that the thread has a cache of
 * every copy when it ends. */
static void *use_often(void *library)
{
    size_t seed = (size_t)((const struct library *)library - copies) * BLOCKS;
    for (size_t round = 0; round < scaled(20); round++) {
        use(library, seed);
    }
    for (size_t i = 0; i < COPIES; i++) {
        use(&copies[i], seed);
    }
    return NULL;
}

START_TEST(coexist)
{
    pthread_t threads[COPIES];
    open_all();
    for (size_t i = 0; i < COPIES; i++) {
        for (size_t k = 0; k < i; k++) {
            ck_assert(copies[i].allocate != copies[k].allocate);
        }
        use(&copies[i], i);
    }
    for (size_t i = 0; i < COPIES; i++) {
        ck_assert_int_eq(pthread_create(&threads[i], NULL, use_often, &copies[i]), 0);
    }
    for (size_t i = 0; i < COPIES; i++) {
        pthread_join(threads[i], NULL);
    }
    figure("copies: %d files and %d of the same name coexist", FILES, NAMESAKES);
}
END_TEST

/* A block of one copy that is freed into another: a copy with another name, one with the
 * same name, and a large block. */
static const struct misuse {
    size_t from;
    size_t to;
    int64_t size;
} misuses[] = {
    {0, 1, 48}, {1, 0, 48}, {2, FILES, 1000}, {FILES, 3, 1000}, {0, 3, 100000},
};

/* More blocks of a size than a cache holds, so that it is flushed. */
static void flush(const struct library *library, int64_t size)
{
    enum { MANY = 4000 };
    static void *blocks[MANY];
    for (size_t i = 0; i < MANY; i++) {
        blocks[i] = library->allocate(size);
    }
    for (size_t i = 0; i < MANY; i++) {
        library->free(blocks[i], size);
    }
}

static int commit_misuse(size_t which)
{
    const struct misuse *misuse = &misuses[which];
    open_all();
    void *block = copies[misuse->from].allocate(misuse->size);
    copies[misuse->to].free(block, misuse->size);
    flush(&copies[misuse->to], misuse->size);
    return EXIT_SUCCESS;
}

START_TEST(a_block_of_another_copy_is_reported_as_foreign)
{
    struct child child;
    child_run(&child, "commit_misuse", (size_t)_i);
    bool named = strstr(child.err, "block of this library") != NULL;
    figure("%lld bytes freed into the wrong copy: %s", (long long)misuses[_i].size,
           named ? "named" : "not named");
    ck_assert_msg(named, "standard error: %s", child.err);
    ck_assert(child.aborted);
}
END_TEST

static const struct child_act acts[] = {{"commit_misuse", commit_misuse}, {NULL, NULL}};

Suite *suite(void)
{
    child_offer(acts);
    if (UNDER_SANITIZER) {
        skip_suite("a sanitizer's own library has one namespace");
    }
    Suite *suite = suite_create("copies");
    TCase *all = tcase_create("copies");
    tcase_add_test(all, coexist);
    tcase_add_loop_test(all, a_block_of_another_copy_is_reported_as_foreign, 0,
                        sizeof misuses / sizeof misuses[0]);
    suite_add_tcase(suite, all);
    return suite;
}
