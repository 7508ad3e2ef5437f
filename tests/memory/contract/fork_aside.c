/* What other threads allocate and free while a thread forks: they get blocks like all others,
 * nothing is lost in the parent, and what the child loses is bounded.
 */
#include "child.h"
#include "environment.h"
#include "pattern.h"
#include "posix/forked.h"
#include "posix/window.h"
#include "run.h"
#include "sizes.h"
#include "status.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__linux__)
#include <sys/prctl.h>
#endif

static bool is_check_mode(void)
{
    const char *mode = getenv("VERA_MEMORY_MODE");
    return mode != NULL && strcmp(mode, "check") == 0;
}

static size_t difference(size_t after, size_t before)
{
    return after > before ? after - before : 0;
}

/* Work for a thread that the handler before the fork waits for. */
static void *(*work)(void *);

static void do_work(void)
{
    if (work != NULL) {
        window_join(work);
    }
}

static void begin(void)
{
    window_begin(BEFORE_FORK, do_work);
}

/* One fork, during which a thread does that. */
static void fork_while(void *(*done)(void *), bool (*also)(void))
{
    work = done;
    window_fork(also);
    work = NULL;
}

static size_t grown, mapped;

/* A new thread has no cache during a fork. */
static void *allocate_and_free(void *argument)
{
    enum { PAIRS = 1000000, SIZES = 10 };
    size_t resident = status_resident();
    size_t addresses = status_mapped();
    for (size_t i = 0; i < PAIRS; i++) {
        int64_t size = (int64_t)(i % SIZES * 100 + 1);
        void *block = library.allocate(size);
        expect(block != NULL);
        memset(block, 1, (size_t)size);
        library.free(block, size);
    }
    grown = difference(status_resident(), resident);
    mapped = difference(status_mapped(), addresses);
    return argument;
}

START_TEST(a_million_blocks_take_a_mebibyte)
{
    begin();
    fork_while(allocate_and_free, NULL); /* the thread's own stack, and the like */
    fork_while(allocate_and_free, NULL);
    figure("10^6 pairs during a fork: resident memory grew by %zu KiB, addresses by %zu KiB",
           grown / KIB, mapped / KIB);
    if (status_skipped() == NULL) {
        ck_assert_uint_le(grown, MIB);
        ck_assert_uint_le(mapped, 2 * MIB);
    }
    ck_assert_uint_eq(window_failures(), 0);
}
END_TEST

/* Blocks of every class, and large ones; each at the alignment that its size has by itself. */
enum { KINDS = 96 };

static struct {
    int64_t size;
    int64_t align;
    char *block;
} held[KINDS];

static void choose_kinds(void)
{
    for (size_t i = 0; i < KINDS; i++) {
        held[i].size = i < 84 ? (int64_t)(((i % 8) + 9) << (i / 8)) : (int64_t)(i - 80) * 100 * KIB;
        held[i].align = held[i].size & -held[i].size;
        held[i].align = held[i].align > (1 << 20) ? 1 << 20 : held[i].align;
    }
    held[KINDS - 1].align = 4 * MIB;
}

static void *take_kinds(void *argument)
{
    for (size_t i = 0; i < KINDS; i++) {
        held[i].block = library_allocate_aligned(held[i].size, held[i].align);
        expect(held[i].block != NULL);
        expect((uintptr_t)held[i].block % (uintptr_t)held[i].align == 0);
        pattern_write(held[i].block, (size_t)held[i].size, i);
    }
    return argument;
}

static bool give_kinds(void)
{
    bool hold = true;
    for (size_t i = 0; i < KINDS; i++) {
        hold = pattern_holds(held[i].block, (size_t)held[i].size, i) && hold;
        library_free_aligned(held[i].block, held[i].size, held[i].align);
    }
    return hold;
}

static void *give_kinds_in_thread(void *argument)
{
    expect(give_kinds());
    return argument;
}

START_TEST(blocks_are_like_all_others)
{
    choose_kinds();
    begin();
    for (size_t i = 0; i < 3; i++) {
        fork_while(take_kinds, give_kinds);
        expect(give_kinds());
        fork_while(take_kinds, give_kinds);
        fork_while(give_kinds_in_thread, NULL);
    }
    ck_assert_uint_eq(window_failures(), 0);
}
END_TEST

/* Whether what a child allocates leaves alone what it inherited. */
static bool hands_out_none(void)
{
    enum { MORE = 40 };
    for (size_t i = 0; i < KINDS; i++) {
        for (size_t count = 0; count < MORE; count++) {
            char *block = library_allocate_aligned(held[i].size, held[i].align);
            expect(block != NULL);
            memset(block, 1, (size_t)held[i].size);
        }
    }
    return give_kinds();
}

/* What the child's own threads get while it forks, too. */
static bool hands_out_none_when_it_forks(void)
{
    work = take_kinds;
    char *inherited[KINDS];
    for (size_t i = 0; i < KINDS; i++) {
        inherited[i] = held[i].block;
    }
    window_fork(NULL);
    bool fine = true;
    for (size_t i = 0; i < KINDS; i++) {
        fine = pattern_holds(inherited[i], (size_t)held[i].size, i) &&
               inherited[i] != held[i].block && fine;
        pattern_write(inherited[i], (size_t)held[i].size, i + 1);
    }
    return give_kinds() && fine;
}

START_TEST(the_child_hands_out_none_of_them)
{
    choose_kinds();
    for (size_t i = 84; i < KINDS; i++) {
        held[i].size = held[i].align = 128 * KIB; /* so that 40 of each are no GiB */
    }
    begin();
    fork_while(take_kinds, hands_out_none);
    fork_while(take_kinds, hands_out_none_when_it_forks);
    ck_assert_uint_eq(window_failures(), 0);
}
END_TEST

enum { MANY = 40000, SIZE = 200 };
static void *many[MANY];

static void allocate_many(void)
{
    for (size_t i = 0; i < MANY; i++) {
        many[i] = library.allocate(SIZE);
        expect(many[i] != NULL);
        memset(many[i], 1, SIZE);
    }
}

static size_t mapped_while_they_wait;

static void *free_many(void *argument)
{
    for (size_t i = 0; i < MANY; i++) {
        library.free(many[i], SIZE);
    }
    mapped_while_they_wait = status_mapped();
    return argument;
}

/* Addresses, because pages that have been idle for a second are given back at any time. */
static bool takes_them_again(void)
{
    allocate_many();
    return difference(status_mapped(), mapped_while_they_wait) < (size_t)MANY * SIZE / 2;
}

/* The thread's frees wait, and the child takes them up as the parent does: here they happened
 * before the fork. Check mode writes to each page that it frees, and the child shares none. */
START_TEST(what_is_freed_is_taken_up)
{
    size_t before = 0;
    begin();
    for (size_t i = 0; i < 10; i++) {
        bool measures = !is_check_mode() && status_skipped() == NULL;
        allocate_many();
        fork_while(free_many, measures ? takes_them_again : NULL);
        bool again = takes_them_again(); /* in check mode, too: they are freed below */
        ck_assert(!measures || again);
        free_many(NULL);
        before = i == 2 ? status_resident() : before;
    }
    size_t after = difference(status_resident(), before);
    if (status_skipped() == NULL) {
        figure("%d blocks freed during each of 7 forks: resident memory grew by %zu KiB", MANY,
               after / KIB);
        ck_assert_uint_le(after, 3 * MIB);
    }
    ck_assert_uint_eq(window_failures(), 0);
}
END_TEST

static struct {
    size_t resident;
    size_t mapped;
} * measured;

static void measure(size_t generation)
{
    measured[generation].resident = status_resident();
    measured[generation].mapped = status_mapped();
}

/* Each generation forks the next one and ends. */
static void beget(size_t generations)
{
    for (size_t i = 0; i < generations; i++) {
        pid_t child = forked_begin();
        if (child != 0) {
            _exit(child > 0 ? EXIT_SUCCESS : EXIT_FAILURE);
        }
        expect(window_use());
        measure(i);
    }
    _exit(EXIT_SUCCESS);
}

static bool all_succeed(void)
{
    int status;
    bool good = true;
    while (wait(&status) > 0) {
        good = status == 0 && good;
    }
    return good;
}

START_TEST(a_thousand_generations_stay_flat)
{
    enum { GENERATIONS = 1000, EARLY = 10 };
#if defined(__linux__)
    expect(prctl(PR_SET_CHILD_SUBREAPER, 1) == 0);
#endif
    measured = mmap(NULL, GENERATIONS * sizeof *measured, PROT_READ | PROT_WRITE,
                    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    expect(measured != MAP_FAILED);
    begin();
    fork_while(allocate_and_free, NULL); /* so that the first one has a side heap */
    pid_t first = forked_begin();
    if (first == 0) {
        beget(GENERATIONS);
    }
    expect(all_succeed());
    size_t resident = difference(measured[GENERATIONS - 1].resident, measured[EARLY].resident);
    size_t addresses = difference(measured[GENERATIONS - 1].mapped, measured[EARLY].mapped);
    figure("%d generations: resident memory grew by %zu KiB, addresses by %zu KiB", GENERATIONS,
           resident / KIB, addresses / KIB);
    if (status_skipped() == NULL) {
        ck_assert_uint_gt(measured[GENERATIONS - 1].mapped, 0);
        ck_assert_uint_le(resident, MIB);
        ck_assert_uint_le(addresses, 4 * MIB);
    }
}
END_TEST

static void *victim;

static void *take_victim(void *argument)
{
    victim = library.allocate(100);
    return argument;
}

static void *free_victim_twice(void *argument)
{
    library.free(victim, 100);
    library.free(victim, 100);
    return argument;
}

static void *free_victim_as_other(void *argument)
{
    library.free(victim, 200);
    return argument;
}

static void *free_inside_victim(void *argument)
{
    library.free((char *)victim + 8, 100);
    return argument;
}

static void *free_victim_as_large(void *argument)
{
    library.free(victim, 70 * KIB);
    return argument;
}

/* Its cache is flushed when it ends. */
static void *free_victim_twice_with_another(void *argument)
{
    void *other = library.allocate(100);
    library.free(victim, 100);
    library.free(other, 100);
    library.free(victim, 100);
    return argument;
}

static const struct misuse {
    void *(*commit)(void *);
    bool in_window;
    const char *expected;
} misuses[] = {
    {free_victim_twice, true, "a block that is not already freed"},
    {free_victim_as_other, true, "97 to 104 bytes"},
    {free_inside_victim, true, "the start of a block, not its interior"},
    {free_victim_as_large, true, "97 to 104 bytes"},
    {free_victim_twice_with_another, false, "a block that is not already freed"},
    {free_victim_as_other, false, "97 to 104 bytes"},
    {free_inside_victim, false, "the start of a block, not its interior"},
    {free_victim_as_large, false, "97 to 104 bytes"},
};
enum { MISUSES = sizeof misuses / sizeof misuses[0] };

static int misuse(size_t number)
{
    begin();
    fork_while(take_victim, NULL);
    if (misuses[number].in_window) {
        fork_while(misuses[number].commit, NULL);
    } else {
        window_join(misuses[number].commit);
    }
    return EXIT_SUCCESS;
}

static bool names_the_second_free(void)
{
    library.free(victim, 100);
    errno = 0;
    library.free(victim, 100);
    return errno == EINVAL;
}

static atomic_bool stop;

static void *churn(void *argument)
{
    while (!atomic_load(&stop)) {
        expect(window_use());
    }
    return argument;
}

/* The child trusts what it inherited, though other threads were inside the library. */
static int misuse_in_children(size_t forks)
{
    pthread_t churner;
    begin();
    expect(pthread_create(&churner, NULL, churn, NULL) == 0);
    take_victim(NULL);
    for (size_t i = 0; i < forks && window_failures() == 0; i++) {
        window_fork(names_the_second_free);
    }
    atomic_store(&stop, true);
    pthread_join(churner, NULL);
    return window_failures() == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

static const struct child_act acts[] = {
    {"misuse", misuse},
    {"misuse_in_children", misuse_in_children},
    {NULL, NULL},
};

START_TEST(misuse_is_named)
{
    struct child child;
    char expected[100];
    environment_set("VERA_MEMORY_MISUSE", "abort");
    child_run(&child, acts[0].name, (size_t)_i);
    snprintf(expected, sizeof expected, "expected %s\n", misuses[_i].expected);
    ck_assert_msg(strstr(child.err, expected) != NULL, "%s: %s", expected, child.err);
    ck_assert(child.aborted);
}
END_TEST

START_TEST(misuse_of_what_a_child_inherited_is_named)
{
    struct child child;
    environment_set("VERA_MEMORY_MODE", _i == 0 ? "fast" : "check");
    environment_set("VERA_MEMORY_MISUSE", "report");
    child_run(&child, acts[1].name, scaled(20));
    ck_assert_int_eq(child.exit_status, EXIT_SUCCESS);
}
END_TEST

Suite *suite(void)
{
    if (UNDER_ADDRESS_SANITIZER) {
        skip_suite("AddressSanitizer's own locks may be held in the child");
    }
    if (UNDER_THREAD_SANITIZER) {
        skip_suite("ThreadSanitizer lets the child of a threaded process start no thread");
    }
    child_offer(acts);
    Suite *suite = suite_create("fork_aside");
    TCase *all = tcase_create("fork_aside");
    tcase_add_test(all, a_million_blocks_take_a_mebibyte);
    tcase_add_test(all, blocks_are_like_all_others);
    tcase_add_test(all, the_child_hands_out_none_of_them);
    tcase_add_test(all, what_is_freed_is_taken_up);
    if (is_emulated()) {
        skip_test("a_thousand_generations_stay_flat", "qemu makes no process a subreaper");
    } else {
        tcase_add_test(all, a_thousand_generations_stay_flat);
    }
    tcase_add_loop_test(all, misuse_is_named, 0, MISUSES);
    tcase_add_loop_test(all, misuse_of_what_a_child_inherited_is_named, 0, 2);
    suite_add_tcase(suite, all);
    return suite;
}
