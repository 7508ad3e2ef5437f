/* fork, two pipes and a watchdog. Nothing here uses ck_assert: Check has a lock,
 * which another thread may hold at the fork.
 */
#include "child.h"

#include "run.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WATCHDOG = 60 }; /* seconds */

pid_t child_fork(void)
{
    pid_t child = fork();
    if (child == 0) {
        signal(SIGALRM, SIG_DFL); /* Check has a handler, which ends the test */
        alarm(WATCHDOG);
    }
    return child;
}

static int wait_for(pid_t child)
{
    int status;
    pid_t ended;
    do {
        ended = waitpid(child, &status, 0);
    } while (ended < 0 && errno == EINTR);
    expect(ended == child);
    return status;
}

int child_wait(pid_t child)
{
    int status = wait_for(child);
    if (WIFEXITED(status)) {
        return WEXITSTATUS(status);
    }
    return WTERMSIG(status) == SIGALRM ? CHILD_HUNG : -1;
}

/* One read into what is left of a text, whose end stays a null. False at the
 * end of the stream, or when the text is full. */
static bool read_more(int stream, char *text, size_t size, size_t *used)
{
    ssize_t count = read(stream, text + *used, size - 1 - *used);
    *used += count > 0 ? (size_t)count : 0;
    return count > 0 || (count < 0 && errno == EINTR);
}

static void read_both(struct child *child, int out, int err)
{
    struct pollfd streams[] = {{.fd = out, .events = POLLIN}, {.fd = err, .events = POLLIN}};
    size_t used[2] = {0, 0};
    while (streams[0].fd >= 0 || streams[1].fd >= 0) {
        poll(streams, 2, -1);
        if (streams[0].revents != 0 && !read_more(out, child->out, sizeof child->out, &used[0])) {
            streams[0].fd = -1;
        }
        if (streams[1].revents != 0 && !read_more(err, child->err, sizeof child->err, &used[1])) {
            streams[1].fd = -1;
        }
    }
}

void child_run(struct child *child, int (*act)(const void *), const void *argument)
{
    int out[2];
    int err[2];
    *child = (struct child){0};
    expect(pipe(out) == 0 && pipe(err) == 0);
    pid_t pid = child_fork();
    expect(pid >= 0);
    if (pid == 0) {
        dup2(out[1], STDOUT_FILENO);
        dup2(err[1], STDERR_FILENO);
        for (size_t i = 0; i < 2; i++) {
            close(out[i]);
            close(err[i]);
        }
        _exit(act(argument));
    }
    close(out[1]);
    close(err[1]);
    read_both(child, out[0], err[0]);
    close(out[0]);
    close(err[0]);
    int status = wait_for(pid);
    child->exit_status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    child->signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}
