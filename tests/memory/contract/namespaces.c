/* Copies of the library in namespaces of dlmopen. Each namespace numbers its pthread keys anew,
 * but a thread has one place for the values of all of them: what the copies do must leave the
 * program's keys alone, and threads that end leave nothing in any copy.
 */
#include "library.h"
#include "run.h"
#include "sizes.h"
#include "status.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

enum { KEYS = 40, SPACES = 2, COPIES = 1 + SPACES, BLOCKS = 300 };

static struct library copies[COPIES]; /* the first is in the program's own namespace */
static pthread_key_t keys[KEYS];
static char values[KEYS]; /* a key's value is the address here */
static atomic_size_t ended;
static atomic_size_t foreign; /* values that the program did not set */

static void note_end(void *value)
{
    atomic_fetch_add(&ended, 1);
    atomic_fetch_add(&foreign, (char *)value < values || (char *)value >= values + KEYS);
}

static void make_keys(size_t first, size_t end)
{
    for (size_t i = first; i < end; i++) {
        ck_assert_int_eq(pthread_key_create(&keys[i], note_end), 0);
    }
}

/* Some of the program's keys are older than the library's, and some are newer. */
static void open_all(void)
{
    make_keys(0, KEYS / 2);
    copies[0] = library_open();
    for (size_t i = 1; i < COPIES; i++) {
        copies[i] = library_open_namesake();
    }
    for (size_t i = 0; i < COPIES; i++) {
        copies[i].free(copies[i].allocate(100), 100);
    }
    make_keys(KEYS / 2, KEYS);
}

static void use(const struct library *copy)
{
    void *blocks[BLOCKS];
    for (size_t i = 0; i < BLOCKS; i++) {
        blocks[i] = copy->allocate((int64_t)(i * 50));
        expect(blocks[i] != NULL);
    }
    for (size_t i = 0; i < BLOCKS; i++) {
        copy->free(blocks[i], (int64_t)(i * 50));
    }
}

static bool is_set(size_t key, size_t turn)
{
    return (key + turn) % 3 == 0;
}

static bool holds_own_values(size_t turn)
{
    for (size_t i = 0; i < KEYS; i++) {
        if (pthread_getspecific(keys[i]) != (is_set(i, turn) ? &values[i] : NULL)) {
            return false;
        }
    }
    return true;
}

static void *use_keys_and_copies(void *argument)
{
    size_t turn = *(size_t *)argument;
    for (size_t i = 0; i < KEYS; i++) {
        expect(!is_set(i, turn) || pthread_setspecific(keys[i], &values[i]) == 0);
    }
    for (size_t i = 0; i < COPIES; i++) {
        use(&copies[(i + turn) % COPIES]);
        expect(holds_own_values(turn));
    }
    return NULL;
}

static size_t values_of(size_t turn)
{
    size_t count = 0;
    for (size_t i = 0; i < KEYS; i++) {
        count += is_set(i, turn);
    }
    return count;
}

static void run_thread(size_t turn)
{
    pthread_t thread;
    ck_assert_int_eq(pthread_create(&thread, NULL, use_keys_and_copies, &turn), 0);
    ck_assert_int_eq(pthread_join(thread, NULL), 0);
}

START_TEST(keys_hold_what_the_program_set)
{
    size_t count = 0;
    open_all();
    for (size_t turn = 0; turn < scaled(20); turn++) {
        run_thread(turn);
        count += values_of(turn);
    }
    figure("keys of a program with copies in %d namespaces: %zu values set, %zu ended, %zu foreign",
           SPACES, count, (size_t)atomic_load(&ended), (size_t)atomic_load(&foreign));
    ck_assert_uint_eq(atomic_load(&ended), count);
    ck_assert_uint_eq(atomic_load(&foreign), 0);
}
END_TEST

START_TEST(threads_leave_nothing_in_any_copy)
{
    size_t resident = 0;
    open_all();
    for (size_t turn = 0; turn < 20 + scaled(200); turn++) {
        run_thread(turn);
        resident = turn == 20 ? status_resident() : resident;
    }
    size_t now = status_resident();
    size_t grown = now > resident ? now - resident : 0;
    figure("threads that used %d copies and ended: %zu, resident memory grew by %zu KiB", COPIES,
           scaled(200), grown >> 10);
    ck_assert_uint_le(grown, (size_t)MIB);
}
END_TEST

Suite *suite(void)
{
    if (UNDER_SANITIZER) {
        skip_suite("a sanitizer's own library has one namespace");
    }
    if (dlsym(RTLD_DEFAULT, "dlmopen") == NULL) {
        skip_suite("the loader has no namespaces");
    }
    Suite *suite = suite_create("namespaces");
    TCase *all = tcase_create("namespaces");
    tcase_add_test(all, keys_hold_what_the_program_set);
    if (status_skipped() == NULL) {
        tcase_add_test(all, threads_leave_nothing_in_any_copy);
    } else {
        skip_test("threads_leave_nothing_in_any_copy", status_skipped());
    }
    suite_add_tcase(suite, all);
    return suite;
}
