/* Several threads use one module at once: they call and look up functions, add and remove
 * owners, and open the module again. */
#include "../run.h"
#include "opening.h"

#include <errno.h>
#include <pthread.h>
#include <string.h>

enum { threads = 8 };

/* What one thread works with. */
struct worker {
    pthread_t thread;
    struct vera_binding_module *module;
    int32_t number;
    size_t rounds;
};

static void run_threads(void *(*work)(void *), struct vera_binding_module *module, size_t rounds)
{
    struct worker workers[threads];
    for (int32_t i = 0; i < threads; i++) {
        workers[i] = (struct worker){.module = module, .number = i + 1, .rounds = rounds};
        ck_assert_int_eq(pthread_create(&workers[i].thread, NULL, work, &workers[i]), 0);
    }
    for (int i = 0; i < threads; i++) {
        ck_assert_int_eq(pthread_join(workers[i].thread, NULL), 0);
    }
}

/* Each thread gets its own results, errors and errno. */
static void *call_and_look_up(void *argument)
{
    const struct worker *worker = argument;
    const struct vera_binding_function *echo = find(worker->module, "echo_i32");
    const struct vera_binding_function *fail = find(worker->module, "fail");
    for (size_t i = 0; i < worker->rounds; i++) {
        struct vera_binding_value number = I32(worker->number * 1000 + (int32_t)(i % 1000));
        struct vera_binding_value result;
        struct vera_binding_error error;
        int32_t call_errno;
        int32_t code = vera_binding_call(echo, &number, 1, &result, &call_errno, &error);
        expect(code == VERA_BINDING_OK && result.as.i32 == number.as.i32 && call_errno == 0);
        number.as.i32 = worker->number;
        code = vera_binding_call(fail, &number, 1, &result, &call_errno, &error);
        expect(code == VERA_BINDING_OK && result.as.i32 == -1 && call_errno == worker->number);
        code = vera_binding_call(fail, &number, (uint32_t)worker->number + 1, NULL, NULL, &error);
        expect(code == VERA_BINDING_COUNT && error.code == code);
        expect(strcmp(error.function, "fail") == 0);
        expect(error.message[strlen(error.message) - 1] == '1' + worker->number);
        int32_t returned = 0;
        void *places[] = {&number.as};
        expect(vera_binding_call_raw(fail, places, &returned) == worker->number);
        expect(vera_binding_find(worker->module, "echo_i32") == echo);
    }
    return NULL;
}

START_TEST(calls_from_several_threads)
{
    struct vera_binding_module *module = open_sample();
    run_threads(call_and_look_up, module, scaled(10000));
    vera_binding_close(module);
}
END_TEST

static void *retain_and_close(void *argument)
{
    const struct worker *worker = argument;
    for (size_t i = 0; i < worker->rounds; i++) {
        struct vera_binding_module *own = vera_binding_retain(worker->module);
        expect(strcmp(vera_binding_name(own), "sample") == 0);
        vera_binding_close(own);
    }
    return NULL;
}

START_TEST(owners_come_and_go)
{
    struct vera_binding_module *module = open_sample();
    run_threads(retain_and_close, module, scaled(100000));
    ck_assert_str_eq(vera_binding_name(module), "sample");
    vera_binding_close(module);
}
END_TEST

/* The last thread frees what the others have just used. */
static void *use_and_close(void *argument)
{
    const struct worker *worker = argument;
    struct vera_binding_value result;
    int32_t code = vera_binding_call(find(worker->module, "echo_i32"), &I32(worker->number), 1,
                                     &result, NULL, NULL);
    expect(code == VERA_BINDING_OK && result.as.i32 == worker->number);
    vera_binding_close(worker->module);
    return NULL;
}

START_TEST(the_last_owner_closes)
{
    for (size_t i = 0; i < scaled(100); i++) {
        struct vera_binding_module *module = open_sample();
        for (int owner = 1; owner < threads; owner++) {
            vera_binding_retain(module);
        }
        run_threads(use_and_close, module, 1);
    }
}
END_TEST

static void *open_and_close(void *argument)
{
    const struct worker *worker = argument;
    for (size_t i = 0; i < worker->rounds; i++) {
        struct vera_binding_module *module = open_sample();
        expect(find(module, "touch") != NULL);
        vera_binding_close(module);
        struct vera_binding_error error;
        expect(vera_binding_open("vera:sys", NULL, &module, &error) == VERA_BINDING_NAME);
    }
    return NULL;
}

START_TEST(several_threads_open_at_once)
{
    run_threads(open_and_close, NULL, scaled(50));
}
END_TEST

Suite *suite(void)
{
    if (!sample_staged()) {
        skip_suite("no shared library was built");
    }
    Suite *suite = suite_create("threads");
    TCase *tests = tcase_create("threads");
    tcase_add_test(tests, calls_from_several_threads);
    tcase_add_test(tests, owners_come_and_go);
    tcase_add_test(tests, the_last_owner_closes);
    tcase_add_test(tests, several_threads_open_at_once);
    suite_add_tcase(suite, tests);
    return suite;
}
