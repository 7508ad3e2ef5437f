/* The environment, the clock, standard error, and pinning. */
#include "system.h"

#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

/* Linux has a clock with a resolution of some milliseconds that takes a few nanoseconds to
 * read; elsewhere the ordinary one serves. */
#ifdef CLOCK_MONOTONIC_COARSE
#define CHEAP_CLOCK CLOCK_MONOTONIC_COARSE
#else
#define CHEAP_CLOCK CLOCK_MONOTONIC
#endif

uint64_t vera_system_now(void)
{
    struct timespec time;
    /* Fails only for a clock that does not exist; then nothing ages. */
    if (clock_gettime(CHEAP_CLOCK, &time) != 0) {
        return 0;
    }
    return (uint64_t)time.tv_sec * 1000 + (uint64_t)time.tv_nsec / 1000000;
}

/* A limit on the process, or all that a pointer can say. */
size_t vera_system_most_addresses(void)
{
    struct rlimit limit;
    bool limited = getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY;
    return limited && limit.rlim_cur < SIZE_MAX ? (size_t)limit.rlim_cur : SIZE_MAX;
}

#if defined(HAVE_LINKER_NODELETE)

/* The linker has pinned the library: -z nodelete. */
void vera_system_pin(void)
{
}

#else

/* Opens the file that contains this code once more, and never closes it: the library, or what
 * the archive was linked into. It is loaded already, so the loader searches and reads nothing.
 * The program itself, which the loader may not know by this name, stays anyway. */
void vera_system_pin(void)
{
    Dl_info own;
    if (dladdr((void *)vera_system_pin, &own) != 0) {
        (void)dlopen(own.dli_fname, RTLD_LAZY | RTLD_NOLOAD | RTLD_NODELETE);
    }
}

#endif

const char *vera_system_setting(const char *name)
{
#if defined(HAVE_SECURE_GETENV)
    return secure_getenv(name);
#else
    return issetugid() ? NULL : getenv(name);
#endif
}

/* Milliseconds that a message waits for room. */
#define PATIENCE 1000u

/* If the program made standard error non-blocking, its reader may need time to make room. A line
 * that is lost would leave an abort without its reason; but there may be no reader. */
static bool may_write_again(uint64_t start, unsigned turn)
{
    if (errno == EINTR) {
        return true;
    }
    if ((errno != EAGAIN && errno != EWOULDBLOCK) || vera_system_now() - start >= PATIENCE) {
        return false;
    }
    vera_system_pause(turn);
    return true;
}

void vera_system_print(const char *text, size_t length)
{
    int saved = errno;
    int cancel;
    unsigned turn = 0;
    uint64_t start = vera_system_now();
    /* write is a cancellation point, and the caller is in the middle of something. */
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &cancel);
    while (length > 0) {
        ssize_t written = write(STDERR_FILENO, text, length);
        if (written > 0) {
            text += written;
            length -= (size_t)written;
        } else if (written == 0 || !may_write_again(start, turn++)) {
            break;
        }
    }
    pthread_setcancelstate(cancel, &cancel);
    errno = saved;
}
