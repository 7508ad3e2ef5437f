/* fork with a watchdog. Nothing here uses ck_assert: Check has a lock, which another thread
 * may hold at the fork.
 */
#include "posix/forked.h"

#include "run.h"

#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { WATCHDOG = 60 /* seconds */, PAUSE = 100 /* microseconds */ };

const char *forked_skipped(void)
{
    if (UNDER_ADDRESS_SANITIZER) {
        return "AddressSanitizer's own locks may be held in the child";
    }
    if (UNDER_THREAD_SANITIZER) {
        return "ThreadSanitizer lets the child of a threaded process start no thread";
    }
    return NULL;
}

pid_t forked_begin(void)
{
    pid_t child = fork();
    if (child == 0) {
        signal(SIGALRM, SIG_DFL); /* Check's handler would end the test */
        alarm(WATCHDOG);
    }
    return child;
}

/* The child's own watchdog does not watch what fork() itself does in the child. */
static pid_t wait_or_kill(pid_t child, int *status)
{
    time_t last = time(NULL) + 2 * WATCHDOG;
    pid_t ended = waitpid(child, status, WNOHANG);
    while (ended == 0 || (ended < 0 && errno == EINTR)) {
        if (time(NULL) > last) {
            kill(child, SIGKILL);
        }
        usleep(PAUSE);
        ended = waitpid(child, status, WNOHANG);
    }
    return ended;
}

int forked_status(pid_t child)
{
    int status;
    expect(wait_or_kill(child, &status) == child);
    return status;
}

int forked_wait(pid_t child)
{
    int status = forked_status(child);
    if (WIFEXITED(status)) {
        return WEXITSTATUS(status);
    }
    return WTERMSIG(status) == SIGALRM || WTERMSIG(status) == SIGKILL ? FORKED_HUNG : -1;
}
