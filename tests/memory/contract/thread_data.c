/* Calls from the destructors of a thread's other thread-specific data. */
#include "run.h"
#include "works.h"

#include <limits.h>
#include <pthread.h>
#include <stdatomic.h>
#include <vera/memory.h>

/* Keys whose numbers are below the library's own. */
enum { LOW_KEYS = 16 };
static pthread_key_t low_keys[LOW_KEYS];

/* Runs before constructors without a priority. */
__attribute__((constructor(101))) static void early(void)
{
    for (size_t i = 0; i < LOW_KEYS; i++) {
        pthread_key_create(&low_keys[i], NULL);
    }
    vera_memory_free(vera_memory_allocate(100), 100);
}

/* Destructors of keys run in rounds, for as long as one of them sets its key again. The
 * library's own runs in the first round. ThreadSanitizer forgets the thread in the last
 * one, and code that it was built into may crash after that. */
enum { ROUNDS = PTHREAD_DESTRUCTOR_ITERATIONS - UNDER_THREAD_SANITIZER };
static pthread_key_t early_key;
static pthread_key_t late_key;
static atomic_int destroyed;

/* The two keys take turns. */
static void destroy(pthread_key_t key, void *block)
{
    vera_memory_free(block, 5000);
    expect(works_everywhere());
    if (atomic_fetch_add(&destroyed, 1) < 2 * (ROUNDS - 1)) {
        void *next = vera_memory_allocate(5000);
        expect(next != NULL);
        pthread_setspecific(key, next);
    }
}

static void destroy_early(void *block)
{
    destroy(early_key, block);
}

static void destroy_late(void *block)
{
    destroy(late_key, block);
}

static void *set_both(void *argument)
{
    pthread_setspecific(early_key, vera_memory_allocate(5000));
    pthread_setspecific(late_key, vera_memory_allocate(5000));
    return argument;
}

/* Some systems hand out the lowest free number, others the next one in turn. */
static void take_early_key(void)
{
    pthread_key_delete(low_keys[0]);
    do {
        ck_assert_int_eq(pthread_key_create(&early_key, destroy_early), 0);
    } while (early_key != low_keys[0]);
}

START_TEST(in_destructors_of_thread_specific_data)
{
    pthread_t thread;
    ck_assert_int_eq(pthread_key_create(&late_key, destroy_late), 0);
    take_early_key();
    ck_assert_int_eq(pthread_create(&thread, NULL, set_both, NULL), 0);
    ck_assert_int_eq(pthread_join(thread, NULL), 0);
    figure("destructors of other keys: worked in %d", atomic_load(&destroyed));
    ck_assert_int_eq(atomic_load(&destroyed), 2 * ROUNDS);
}
END_TEST

Suite *suite(void)
{
    Suite *suite = suite_create("thread_data");
    TCase *all = tcase_create("thread_data");
    tcase_add_test(all, in_destructors_of_thread_specific_data);
    suite_add_tcase(suite, all);
    return suite;
}
