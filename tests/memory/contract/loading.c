/* The library is opened and closed at run time: it stays loaded when it is closed, and
 * opening it again loses nothing.
 */
#include "library.h"
#include "run.h"
#include "sizes.h"
#include "status.h"

#include <pthread.h>
#include <semaphore.h>

static void use(const struct library *library)
{
    for (int64_t size = 8; size <= 200 * KIB; size *= 3) {
        char *block = library->allocate(size);
        expect(block != NULL);
        block[0] = block[size - 1] = 1;
        library->free(block, size);
    }
}

START_TEST(stays_loaded_when_closed)
{
    ck_assert(!library_is_loaded());
    struct library library = library_open();
    void *block = library.allocate(100);
    ck_assert_ptr_nonnull(block);
    ck_assert(library_close(&library));
    ck_assert(library_is_loaded());
    library.free(block, 100);
    struct library again = library_open();
    ck_assert(again.allocate == library.allocate);
    ck_assert(library_close(&again));
}
END_TEST

static sem_t used, finish;

/* Has a cache while the library is closed, and ends later. */
static void *use_and_wait(void *argument)
{
    struct library library = library_open();
    use(&library);
    expect(library_close(&library));
    sem_post(&used);
    sem_wait(&finish);
    use(&library);
    return argument;
}

static void open_and_close(void)
{
    struct library library = library_open();
    use(&library);
    expect(library_close(&library));
}

static size_t resident_after(void (*act)(void), size_t times)
{
    for (size_t i = 0; i < times; i++) {
        act();
    }
    return status_resident();
}

START_TEST(opened_and_closed_while_a_thread_has_a_cache)
{
    pthread_t thread;
    ck_assert_int_eq(sem_init(&used, 0, 0), 0);
    ck_assert_int_eq(sem_init(&finish, 0, 0), 0);
    ck_assert_int_eq(pthread_create(&thread, NULL, use_and_wait, NULL), 0);
    sem_wait(&used);
    size_t resident = resident_after(open_and_close, 10);
    resident = resident_after(open_and_close, scaled(100)) - resident;
    sem_post(&finish);
    ck_assert_int_eq(pthread_join(thread, NULL), 0);
    figure("opened and closed: %zu times, resident memory grew by %zd KiB", scaled(100),
           (ssize_t)resident / 1024);
    if (status_skipped() == NULL) {
        ck_assert_int_le((ssize_t)resident, MIB);
    }
}
END_TEST

static void *open_use_close(void *argument)
{
    open_and_close();
    return argument;
}

START_TEST(opened_and_closed_by_threads_that_end)
{
    size_t resident = 0;
    for (size_t i = 0; i < 10 + scaled(100); i++) {
        pthread_t thread;
        ck_assert_int_eq(pthread_create(&thread, NULL, open_use_close, NULL), 0);
        pthread_join(thread, NULL);
        resident = i == 10 ? status_resident() : resident;
    }
    resident = status_resident() - resident;
    figure("opened and closed in threads that end: %zu, resident memory grew by %zd KiB",
           scaled(100), (ssize_t)resident / 1024);
    ck_assert_int_le((ssize_t)resident, MIB);
}
END_TEST

Suite *suite(void)
{
    Suite *suite = suite_create("loading");
    TCase *all = tcase_create("loading");
    tcase_add_test(all, stays_loaded_when_closed);
    tcase_add_test(all, opened_and_closed_while_a_thread_has_a_cache);
    if (status_skipped() == NULL) {
        tcase_add_test(all, opened_and_closed_by_threads_that_end);
    } else {
        skip_test("opened_and_closed_by_threads_that_end", status_skipped());
    }
    suite_add_tcase(suite, all);
    return suite;
}
