/* Misuse: one line on standard error, then abort; with
 * VERA_MEMORY_MISUSE=report the refusal of the call, and of nothing else.
 *
 * The setting is read when the library is loaded. So for every case this
 * program is begun anew, and finds in its environment that it is the case.
 */
#include "child.h"
#include "misuses.h"
#include "run.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CASE "VERA_TEST_MISUSE"
#define SETTING "VERA_MEMORY_MISUSE"

struct order {
    const char *name;
    const char *setting; /* null for none */
};

static int begin_anew(const void *argument)
{
    const struct order *order = argument;
    setenv(CASE, order->name, 1);
    if (order->setting != NULL) {
        setenv(SETTING, order->setting, 1);
    } else {
        unsetenv(SETTING);
    }
    execl("/proc/self/exe", "misuse", (char *)NULL);
    return EXIT_FAILURE;
}

/* `before` comes ahead of the line. */
static void expect_abort(struct order order, const char *before)
{
    struct child child;
    child_run(&child, begin_anew, &order);
    size_t length = strlen(before);
    ck_assert_msg(
        strncmp(child.err, before, length) == 0 && strcmp(child.err + length, child.out) == 0,
        "%s: \"%s\" on standard error, not \"%s%s\"", order.name, child.err, before, child.out);
    ck_assert_msg(child.signal == SIGABRT, "%s: signal %d", order.name, child.signal);
}

START_TEST(ends_the_program)
{
    expect_abort((struct order){misuses[_i].name, NULL}, "");
}
END_TEST

START_TEST(is_refused_and_nothing_else)
{
    struct order order = {misuses[_i].name, "report"};
    struct child child;
    child_run(&child, begin_anew, &order);
    ck_assert_msg(strcmp(child.err, child.out) == 0, "%s: \"%s\" on standard error, not \"%s\"",
                  order.name, child.err, child.out);
    ck_assert_msg(child.exit_status == 0, "%s: signal %d", order.name, child.signal);
}
END_TEST

START_TEST(abort_can_be_asked_for)
{
    expect_abort((struct order){misuses[0].name, "abort"}, "");
}
END_TEST

START_TEST(an_unknown_setting_is_said_once)
{
    expect_abort((struct order){misuses[0].name, "Report"},
                 "vera_memory: VERA_MEMORY_MISUSE is 'Report'; expected abort or report; "
                 "abort is used\n");
}
END_TEST

Suite *suite(void)
{
    const char *name = getenv(CASE);
    if (name != NULL) {
        misuses_commit(name);
        _exit(EXIT_SUCCESS);
    }
    Suite *suite = suite_create("misuse");
    TCase *all = tcase_create("misuse");
    int count = (int)misuses_count;
    if (UNDER_SANITIZER) {
        count--;
        skip_test(misuses[count].name, "a sanitizer does not work with dlmopen");
    }
    tcase_add_loop_test(all, ends_the_program, 0, count);
    tcase_add_loop_test(all, is_refused_and_nothing_else, 0, count);
    tcase_add_test(all, abort_can_be_asked_for);
    tcase_add_test(all, an_unknown_setting_is_said_once);
    suite_add_tcase(suite, all);
    return suite;
}
