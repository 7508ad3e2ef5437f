/* The system layer on POSIX: signals and terminals. Files, streams and the command line
 * need nothing special here. */
#include "system.h"

#include <signal.h>
#include <sys/select.h>
#include <unistd.h>

static const int watched[] = {SIGINT, SIGCONT, SIGWINCH};

enum { WATCHED_COUNT = sizeof watched / sizeof watched[0] };

static struct sigaction actions[WATCHED_COUNT]; /* from before the watch */
static sigset_t mask;                           /* from before the watch */
static volatile sig_atomic_t interrupted;
static volatile sig_atomic_t resumed;

/* Streams and words are bytes, which are taken to be UTF-8. */
char **repl_system_begin(int *count, char **arguments)
{
    (void)count;
    return arguments;
}

FILE *repl_system_open(const char *path)
{
    return fopen(path, "r");
}

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

/* Blocks the signals except while a read waits. Otherwise one that arrives just before
 * the read would not end it. */
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
