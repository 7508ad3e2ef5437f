/* Starts the child with fork and exec, and reads its output from two pipes. */
#include "child.h"

#include "posix/forked.h"
#include "run.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { NOT_STARTED = 127 }; /* as in a shell */

/* Starts the program through the emulator, if there is one. */
static _Noreturn void start_again(const char *name, size_t argument)
{
    const char *program = run_arguments[0];
    char number[32];
    snprintf(number, sizeof number, "%zu", argument);
    if (getenv("VERA_TEST_EMULATOR") != NULL) {
        execl("/bin/sh", "sh", "-c", "exec $VERA_TEST_EMULATOR \"$0\" \"$@\"", program, name,
              number, (char *)NULL);
    } else {
        execlp(program, program, name, number, (char *)NULL);
    }
    perror(program);
    _exit(NOT_STARTED);
}

/* Reads once into the free part of the text, which stays terminated by a null. False at the
 * end of the stream or when the text is full. */
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

void child_run(struct child *child, const char *name, size_t argument)
{
    int out[2];
    int err[2];
    *child = (struct child){0};
    expect(pipe(out) == 0 && pipe(err) == 0);
    pid_t pid = forked_begin();
    expect(pid >= 0);
    if (pid == 0) {
        dup2(out[1], STDOUT_FILENO);
        dup2(err[1], STDERR_FILENO);
        for (size_t i = 0; i < 2; i++) {
            close(out[i]);
            close(err[i]);
        }
        start_again(name, argument);
    }
    close(out[1]);
    close(err[1]);
    read_both(child, out[0], err[0]);
    close(out[0]);
    close(err[0]);
    int status = forked_status(pid);
    child->exit_status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    child->ended_by = WIFSIGNALED(status) ? (unsigned)WTERMSIG(status) : 0;
    child->aborted = child->ended_by == SIGABRT;
}
