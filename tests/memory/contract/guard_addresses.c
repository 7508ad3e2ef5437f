/* Where addresses are limited, the guards of check mode take an eighth of them at most: of the
 * limit that the program starts with. A limit that it sets itself makes them narrow.
 */
#include "child.h"
#include "environment.h"
#include "limit.h"
#include "run.h"
#include "status.h"

#include <stdlib.h>
#include <sys/resource.h>
#include <vera/memory.h>

#define MIB ((size_t)1 << 20)
#define LIMIT (800 * MIB)

enum { BLOCKS = sizeof(void *) == 4 ? 8000 : 4000 }; /* their guards would take 1000 or 500 MiB */

/* Prints how many MiB of addresses they took. */
static int allocate_many(size_t argument)
{
    (void)argument;
    size_t before = status_mapped();
    for (size_t i = 0; i < BLOCKS; i++) {
        expect(vera_memory_allocate(8) != NULL);
    }
    printf("%zu", (status_mapped() - before) / MIB);
    return EXIT_SUCCESS;
}

/* With 100 MiB more than it has, which wide guards would use up. */
static int limit_itself(size_t argument)
{
    (void)argument;
    limit_addresses(100 * MIB);
    for (size_t i = 0; i < BLOCKS; i++) {
        expect(vera_memory_allocate(8) != NULL);
    }
    return EXIT_SUCCESS;
}

static const struct child_act acts[] = {
    {"allocate_many", allocate_many},
    {"limit_itself", limit_itself},
    {NULL, NULL},
};

static size_t taken_by_many(void)
{
    struct child child;
    environment_set("VERA_MEMORY_MODE", "check");
    child_run(&child, "allocate_many", 0);
    ck_assert_int_eq(child.exit_status, EXIT_SUCCESS);
    return (size_t)strtoul(child.out, NULL, 10);
}

START_TEST(an_eighth_of_the_limit_is_for_guards)
{
    size_t unlimited = taken_by_many();
    struct rlimit limit = {LIMIT, LIMIT};
    ck_assert_int_eq(setrlimit(RLIMIT_AS, &limit), 0);
    size_t limited = taken_by_many();
    figure("addresses for %d small blocks: %zu MiB, under a limit of %zu MiB: %zu MiB", BLOCKS,
           unlimited, LIMIT / MIB, limited);
    /* Bodies, narrow guards and records take as much again. */
    ck_assert_uint_ge(unlimited, 500);
    ck_assert_uint_le(limited, 200);
}
END_TEST

/* What a pointer of 32 bits reaches is 4 GiB. */
START_TEST(an_eighth_of_all_addresses_is_for_guards)
{
    size_t taken = taken_by_many();
    figure("addresses for %d small blocks: %zu MiB", BLOCKS, taken);
    ck_assert_uint_ge(taken, 512);
    ck_assert_uint_le(taken, 512 + 200);
}
END_TEST

START_TEST(a_later_limit_makes_guards_narrow)
{
    struct child child;
    environment_set("VERA_MEMORY_MODE", "check");
    child_run(&child, "limit_itself", 0);
    ck_assert_int_eq(child.exit_status, EXIT_SUCCESS);
}
END_TEST

Suite *suite(void)
{
    child_offer(acts);
    if (status_skipped() != NULL) {
        skip_suite(status_skipped());
    }
    Suite *suite = suite_create("guard_addresses");
    TCase *all = tcase_create("guard_addresses");
    if (sizeof(void *) == 4) {
        tcase_add_test(all, an_eighth_of_all_addresses_is_for_guards);
    } else {
        tcase_add_test(all, an_eighth_of_the_limit_is_for_guards);
        tcase_add_test(all, a_later_limit_makes_guards_narrow);
    }
    suite_add_tcase(suite, all);
    return suite;
}
