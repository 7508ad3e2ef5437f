/* fork with a watchdog. Nothing here uses ck_assert: Check has a lock, which another thread
 * may hold at the fork.
 */
#include "posix/forked.h"

#include "run.h"

#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WATCHDOG = 60 }; /* seconds */

pid_t forked_begin(void)
{
    pid_t child = fork();
    if (child == 0) {
        signal(SIGALRM, SIG_DFL); /* Check's handler would end the test */
        alarm(WATCHDOG);
    }
    return child;
}

int forked_status(pid_t child)
{
    int status;
    pid_t ended;
    do {
        ended = waitpid(child, &status, 0);
    } while (ended < 0 && errno == EINTR);
    expect(ended == child);
    return status;
}

int forked_wait(pid_t child)
{
    int status = forked_status(child);
    if (WIFEXITED(status)) {
        return WEXITSTATUS(status);
    }
    return WTERMSIG(status) == SIGALRM ? FORKED_HUNG : -1;
}
