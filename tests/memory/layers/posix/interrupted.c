/* A signal handler may end a child while that finds out that it is one. A tracer interrupts
 * one child after the other, each a few instructions later; a step takes it about 0.3 ms.
 */
#include "gate.h"
#include "layers.h"

#if defined(__linux__)

#include "bare.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ENDED = 7, STRIDE = 97 /* instructions */, SOON = 4, PATIENCE = 30 /* seconds */ };

/* What the library does when the handler forks, and when it ends the program. Neither waits for
 * what the handler has interrupted. */
static void end_program(int signal)
{
    (void)signal;
    alarm(SOON);
    vera_gate_shut();
    vera_gate_open();
    if (vera_gate_shut_at_end()) {
        vera_gate_open();
    }
    _exit(ENDED);
}

static int begin_child(void *unused)
{
    (void)unused;
    signal(SIGUSR1, end_program);
    signal(SIGALRM, SIG_DFL);
    alarm(PATIENCE);
    if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) != 0) {
        _exit(EXIT_FAILURE);
    }
    kill(getpid(), SIGSTOP);
    vera_gate_open_in_child();
    _exit(EXIT_SUCCESS);
}

/* How the child stops or ends. */
static int await(pid_t child)
{
    int status;
    expect(waitpid(child, &status, 0) == child);
    return status;
}

static pid_t start_anew(void)
{
    return start_bare(begin_child);
}

/* The handlers have run when the child begins, so it finds itself again, as one that has its
 * parent's number does, in a namespace of processes. */
static pid_t start_again(void)
{
    pid_t child = fork();
    return child != 0 ? child : begin_child(NULL);
}

static pid_t (*const starts[])(void) = {start_anew, start_again};

/* Returns how the child ended that was interrupted after so many instructions, or that ended
 * before. */
static int interrupt(size_t instructions, pid_t (*start)(void))
{
    pid_t child = start();
    int status = await(child);
    for (size_t i = 0; i < instructions && WIFSTOPPED(status); i++) {
        expect(ptrace(PTRACE_SINGLESTEP, child, NULL, NULL) == 0);
        status = await(child);
    }
    if (WIFSTOPPED(status)) {
        expect(ptrace(PTRACE_CONT, child, NULL, (long)SIGUSR1) == 0);
        status = await(child);
    }
    if (WIFSTOPPED(status)) { /* by the alarm */
        kill(child, SIGKILL);
        status = await(child);
    }
    return status;
}

START_TEST(a_child_may_end_while_it_begins)
{
    size_t instructions = 0;
    int status;
    vera_gate_shut();
    do {
        status = interrupt(instructions, starts[_i]);
        instructions += STRIDE;
        ck_assert_msg(WIFEXITED(status), "hung after %zu instructions", instructions);
    } while (WEXITSTATUS(status) == ENDED);
    vera_gate_open();
    figure("instructions of a child at which it may end: %zu", instructions);
    ck_assert_int_eq(WEXITSTATUS(status), EXIT_SUCCESS);
    ck_assert_uint_gt(instructions, 100);
}
END_TEST

static bool may_trace(void)
{
    pid_t child = fork();
    if (child == 0) {
        _exit(ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0 ? EXIT_SUCCESS : EXIT_FAILURE);
    }
    int status = await(child);
    return WIFEXITED(status) && WEXITSTATUS(status) == EXIT_SUCCESS;
}

#else

static bool may_trace(void)
{
    return false;
}

#endif

TCase *interrupted_cases(void)
{
    TCase *all = slow_cases("interrupted", 4 * PATIENCE);
    if (UNDER_SANITIZER || is_emulated() || !may_trace()) {
        skip_test("a_child_may_end_while_it_begins", "no tracer that steps through it");
    } else {
#if defined(__linux__)
        tcase_add_loop_test(all, a_child_may_end_while_it_begins, 0,
                            sizeof starts / sizeof starts[0]);
#endif
    }
    return all;
}
