/* A signal handler may end a child while that finds out that it is one. A tracer interrupts it
 * after each number of instructions.
 */
#include "gate.h"
#include "layers.h"

#if defined(__linux__)

#include <signal.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ENDED = 7, PATIENCE = 30 /* seconds */, STRIDE = 11 /* instructions */ };

/* What the library does when the program ends. */
static void end_program(int signal)
{
    (void)signal;
    if (vera_gate_shut_at_end()) {
        vera_gate_open();
    }
    _exit(ENDED);
}

static _Noreturn void begin_child(void)
{
    signal(SIGUSR1, end_program);
    signal(SIGALRM, SIG_DFL);
    alarm(PATIENCE);
    if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) != 0) {
        _exit(EXIT_FAILURE);
    }
    raise(SIGSTOP);
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

/* Returns how the child ended that was interrupted after so many instructions, or that ended
 * before. */
static int interrupt(size_t instructions)
{
    pid_t child = fork();
    if (child == 0) {
        begin_child();
    }
    int status = await(child);
    for (size_t i = 0; i < instructions && WIFSTOPPED(status); i++) {
        expect(ptrace(PTRACE_SINGLESTEP, child, NULL, NULL) == 0);
        status = await(child);
    }
    /* Where the signal is blocked, as in musl's raise(), it comes again later. */
    while (WIFSTOPPED(status) && WSTOPSIG(status) != SIGALRM) {
        expect(ptrace(PTRACE_CONT, child, NULL, (long)SIGUSR1) == 0);
        status = await(child);
    }
    if (WIFSTOPPED(status)) {
        kill(child, SIGKILL);
        status = await(child);
    }
    return status;
}

START_TEST(a_child_may_end_at_each_instruction)
{
    size_t instructions = 0;
    int status;
    vera_gate_shut();
    do {
        status = interrupt(instructions);
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
    TCase *all = tcase_create("interrupted");
    if (UNDER_SANITIZER || is_emulated() || !may_trace()) {
        skip_test("a_child_may_end_at_each_instruction", "no tracer that steps through it");
    } else {
#if defined(__linux__)
        tcase_set_timeout(all, 4 * PATIENCE);
        tcase_add_test(all, a_child_may_end_at_each_instruction);
#endif
    }
    return all;
}
