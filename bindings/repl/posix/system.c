/* POSIX: signals, terminals, the environment and folders. */
#include "system.h"

#include "alloc.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <unistd.h>

static const int watched[] = {SIGINT, SIGCONT, SIGWINCH};

enum { WATCHED_COUNT = sizeof watched / sizeof watched[0] };

static struct sigaction actions[WATCHED_COUNT]; /* as they were before */
static sigset_t mask;
static volatile sig_atomic_t interrupted;
static volatile sig_atomic_t resumed;

bool repl_system_is_terminal(FILE *stream)
{
    return isatty(fileno(stream)) == 1;
}

static void note(int signal_number)
{
    if (signal_number == SIGINT) {
        interrupted = 1;
    } else if (signal_number == SIGCONT) {
        resumed = 1;
    }
}

/* The signals are held back except while a read waits: one that came just
 * before would otherwise not end it. */
void repl_system_watch(void)
{
    struct sigaction action = {.sa_handler = note};
    sigemptyset(&action.sa_mask);
    sigset_t held;
    sigemptyset(&held);
    interrupted = 0;
    for (int index = 0; index < WATCHED_COUNT; index++) {
        sigaction(watched[index], &action, &actions[index]);
        sigaddset(&held, watched[index]);
    }
    sigprocmask(SIG_BLOCK, &held, &mask);
}

void repl_system_unwatch(void)
{
    sigprocmask(SIG_SETMASK, &mask, NULL);
    for (int index = 0; index < WATCHED_COUNT; index++) {
        sigaction(watched[index], &actions[index], NULL);
    }
}

int repl_system_read(char *byte)
{
    fd_set ready;
    FD_ZERO(&ready);
    FD_SET(STDIN_FILENO, &ready);
    if (pselect(STDIN_FILENO + 1, &ready, NULL, NULL, NULL, &mask) < 0) {
        return -1;
    }
    return (int)read(STDIN_FILENO, byte, 1);
}

bool repl_system_interrupted(void)
{
    return interrupted != 0;
}

bool repl_system_resumed(void)
{
    bool came = resumed != 0;
    resumed = 0;
    return came;
}

/* The text of an environment variable that holds an absolute path, as those of
 * the XDG base directories must; null when it does not. */
static const char *absolute(const char *variable)
{
    const char *path = getenv(variable);
    return path != NULL && path[0] == '/' ? path : NULL;
}

static char *join(const char *folder, const char *rest)
{
    size_t room = strlen(folder) + strlen(rest) + 1;
    char *path = repl_alloc_zeroed(room, 1);
    snprintf(path, room, "%s%s", folder, rest);
    return path;
}

/* Makes every folder on the way to a file, for the user alone. What cannot be
 * made shows when the file is opened. */
static void make_folders(char *path)
{
    for (char *slash = strchr(path + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(path, S_IRWXU);
        *slash = '/';
    }
}

char *repl_system_history(void)
{
    const char *state = absolute("XDG_STATE_HOME");
    const char *home = absolute("HOME");
    if (state == NULL && home == NULL) {
        return NULL;
    }
    char *path =
        state != NULL ? join(state, "/vera/history") : join(home, "/.local/state/vera/history");
    make_folders(path);
    return path;
}
