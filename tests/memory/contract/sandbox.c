/* After its first call the library needs no system calls but mmap, munmap, madvise and
 * futex. It works in a sandbox that allows only these, with threads, in both modes.
 */
#include "child.h"
#include "environment.h"
#include "pattern.h"
#include "run.h"

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <vera/memory.h>

enum { BLOCKS = 400, ROUNDS = 30, NOT_SANDBOXED = 2, NOT_WHOLE = 3 };

#define ALLOW(call)                                                                                \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (call), 0, 1), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)

/* Where offsets have 32 bits, the call is mmap2, whose offset counts pages. */
#ifdef SYS_mmap2
#define MMAP SYS_mmap2
#else
#define MMAP SYS_mmap
#endif

/* Applies to all threads. Any other call kills the process. */
static bool enter_sandbox(void)
{
    static struct sock_filter filter[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        ALLOW(MMAP),
        ALLOW(SYS_munmap),
        ALLOW(SYS_madvise),
        ALLOW(SYS_futex),
        ALLOW(SYS_exit_group),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
    };
    static const struct sock_fprog program = {sizeof filter / sizeof filter[0], filter};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program) == 0;
}

/* An emulator may not support seccomp. */
static bool has_sandbox(void)
{
    uint32_t action = SECCOMP_RET_KILL_PROCESS;
    return syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
}

static int64_t size_of(size_t i)
{
    static const int64_t sizes[] = {1, 24, 100, 1000, 5000, 40000, 100000, 700000, 3000000};
    return sizes[i % (sizeof sizes / sizeof sizes[0])];
}

static int64_t align_of(size_t i)
{
    return (int64_t)8 << i % 14; /* to 64 KiB */
}

/* Whether blocks of all kinds can be allocated, written and freed, again and again. */
static bool works(size_t seed)
{
    static __thread char *blocks[BLOCKS];
    bool whole = true;
    for (size_t step = 0; step < (size_t)ROUNDS * BLOCKS; step++) {
        size_t i = (step * 7919 + seed) % BLOCKS;
        if (blocks[i] == NULL) {
            blocks[i] = vera_memory_allocate_aligned(size_of(i), align_of(i));
            whole = whole && blocks[i] != NULL;
            pattern_write(blocks[i], 1, i);
        } else {
            whole = whole && pattern_holds(blocks[i], 1, i);
            vera_memory_free_aligned(blocks[i], size_of(i), align_of(i));
            blocks[i] = NULL;
        }
    }
    return whole;
}

static atomic_bool started;   /* the other thread has started and made its first call */
static atomic_bool sandboxed; /* both threads are in the sandbox */
static atomic_int other;      /* 0 while the other thread works, 1 on success, 2 on failure */

static void *work(void *argument)
{
    (void)argument;
    vera_memory_free(vera_memory_allocate(8), 8);
    atomic_store(&started, true);
    while (!atomic_load(&sandboxed)) {
    }
    atomic_store(&other, works(1) ? 1 : 2);
    while (atomic_load(&sandboxed)) { /* the end of a thread needs other calls */
    }
    return NULL;
}

static int live_in_the_sandbox(size_t argument)
{
    (void)argument;
    pthread_t thread;
    vera_memory_free(vera_memory_allocate(8), 8);
    if (pthread_create(&thread, NULL, work, NULL) != 0) {
        _exit(NOT_SANDBOXED);
    }
    while (!atomic_load(&started)) {
    }
    if (!enter_sandbox()) {
        _exit(NOT_SANDBOXED);
    }
    atomic_store(&sandboxed, true);
    bool whole = works(2);
    while (atomic_load(&other) == 0) {
    }
    _exit(whole && atomic_load(&other) == 1 ? EXIT_SUCCESS : NOT_WHOLE);
}

START_TEST(four_calls_are_enough)
{
    static const char *const modes[] = {"fast", "check"};
    struct child child;
    environment_set("VERA_MEMORY_MODE", modes[_i]);
    environment_set("VERA_MEMORY_CHECK_PAGES", "1000");
    child_run(&child, "live_in_the_sandbox", 0);
    figure("four system calls, in %s mode: %s", modes[_i],
           child.exit_status == 0 ? "works" : "fails");
    ck_assert_msg(child.ended_by == 0, "%s: signal %u", modes[_i], child.ended_by);
    ck_assert_int_eq(child.exit_status, 0);
}
END_TEST

static const struct child_act acts[] = {
    {"live_in_the_sandbox", live_in_the_sandbox},
    {NULL, NULL},
};

Suite *suite(void)
{
    child_offer(acts);
    if (UNDER_SANITIZER) {
        skip_suite("a sanitizer makes calls of its own");
    }
    if (!has_sandbox()) {
        skip_suite("the system has no seccomp");
    }
    Suite *suite = suite_create("sandbox");
    TCase *all = tcase_create("sandbox");
    tcase_add_loop_test(all, four_calls_are_enough, 0, 2);
    suite_add_tcase(suite, all);
    return suite;
}
