/* Opens the library between handlers, and counts forks. */
#include "posix/window.h"

#include "pattern.h"
#include "posix/forked.h"
#include "run.h"
#include "sizes.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct library library;
void *(*library_allocate_aligned)(int64_t size, int64_t align);
void (*library_free_aligned)(void *addr, int64_t size, int64_t align);

static void (*acts[MOMENTS])(void);

static void act(enum moment moment)
{
    if (acts[moment] != NULL) {
        acts[moment]();
    }
}

static void before_fork(void)
{
    act(BEFORE_FORK);
}

static void in_parent(void)
{
    act(IN_PARENT);
}

static void in_child(void)
{
    act(IN_CHILD);
}

static void open_library(void)
{
    library = library_open();
    *(void **)&library_allocate_aligned = dlsym(library.handle, "vera_memory_allocate_aligned");
    *(void **)&library_free_aligned = dlsym(library.handle, "vera_memory_free_aligned");
}

/* Where the handlers run, for the report. */
static const char *place = "";
static const char *when = "";

void window_begin_each(bool around, void (*before)(void), void (*parent)(void), void (*child)(void))
{
    place = around ? ", around the library's own" : ", in the library's window";
    if (around) {
        open_library();
    }
    expect(pthread_atfork(before_fork, in_parent, in_child) == 0);
    if (!around) {
        open_library();
    }
    expect(window_use());
    acts[BEFORE_FORK] = before;
    acts[IN_PARENT] = parent;
    acts[IN_CHILD] = child;
}

void window_begin(int variant, void (*chosen)(void))
{
    static const char *const moments[MOMENTS] = {", before", ", in the parent", ", in the child"};
    int moment = variant % MOMENTS;
    when = moments[moment];
    window_begin_each(variant >= MOMENTS, moment == BEFORE_FORK ? chosen : NULL,
                      moment == IN_PARENT ? chosen : NULL, moment == IN_CHILD ? chosen : NULL);
}

void window_join(void *(*work)(void *))
{
    pthread_t thread;
    expect(pthread_create(&thread, NULL, work, NULL) == 0);
    expect(pthread_join(thread, NULL) == 0);
}

enum { BLOCKS = 150 };

/* Up to 104 KiB: the last ones have pages of their own. */
static int64_t size_of(size_t index)
{
    return (int64_t)(index % 3 == 0 ? index * 700 : index * 9);
}

bool window_use(void)
{
    void *blocks[BLOCKS];
    bool holds = true;
    for (size_t i = 0; i < BLOCKS; i++) {
        blocks[i] = library.allocate(size_of(i));
        expect(blocks[i] != NULL);
        pattern_write(blocks[i], (size_t)size_of(i), i);
    }
    for (size_t i = 0; i < BLOCKS; i++) {
        holds = pattern_holds(blocks[i], (size_t)size_of(i), i) && holds;
        library.free(blocks[i], size_of(i));
    }
    return holds;
}

static atomic_size_t forks, hung, failed;

void window_fork(bool (*also)(void))
{
    pid_t child = forked_begin();
    expect(child >= 0);
    if (child == 0) {
        bool good = window_use() && (also == NULL || also());
        _exit(good ? EXIT_SUCCESS : EXIT_FAILURE);
    }
    expect(window_use());
    int status = forked_wait(child);
    forks++;
    hung += status == FORKED_HUNG;
    failed += status != EXIT_SUCCESS && status != FORKED_HUNG;
}

static void *(*work)(void *);

static void do_work(void)
{
    if (work != NULL) {
        window_join(work);
    }
}

void window_begin_threads(void)
{
    window_begin(BEFORE_FORK, do_work);
}

void window_fork_while(void *(*chosen)(void *), bool (*also)(void))
{
    work = chosen;
    window_fork(also);
    work = NULL;
}

const char *window_name(void)
{
    static char name[80];
    snprintf(name, sizeof name, "%s%s", when, place);
    return name;
}

size_t window_failures(void)
{
    return hung + failed;
}

void window_fork_many(const char *name, size_t count, bool (*also)(void))
{
    for (size_t i = 0; i < count && window_failures() < 3; i++) {
        window_fork(also);
    }
    figure("%s%s: %zu forks, %zu hung, %zu failed", name, window_name(), forks, hung, failed);
    ck_assert_uint_eq(window_failures(), 0);
}
