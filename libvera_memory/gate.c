/* Threads inside are counted. To enter, a thread counts itself and then looks whether the gate
 * is shut; whoever shuts it does that first and then looks at the counts. So one of the two sees
 * the other.
 *
 * What other threads write during the fork, the child finds or does not find, each page as it
 * was when it was copied. So the child relies only on what the forking thread wrote before the
 * fork, and sets anew what others may have written.
 */
#include "gate.h"

#include "forker.h"
#include "side.h"
#include "system.h"
#include "waiting.h"

/* With one count, all threads would wait for its cache line. */
#define STRIPE_BITS 4u
#define STRIPES (1u << STRIPE_BITS)
static struct {
    _Alignas(64) atomic_uintptr_t inside;
} stripes[STRIPES];

/* In a count, the lower half is for threads, and the upper half for their numbers. */
#define COUNT_BITS (sizeof(uintptr_t) * 4)

/* How many threads are between the handlers before and after their fork; or the values below,
 * added to that. */
static atomic_uint forking;
#define IN_CHILD (1u << 16) /* a child in which the library's own handler has not run yet */
#define LOST (1u << 24)     /* a child that cannot trust the records: nobody may ever enter */

/* The one forking thread's own count. */
static atomic_uintptr_t forker_inside;

/* Twice the number of the process in which a fork last began, and 1: a child finds its parent's
 * there. Or the address of the child's thread that is in begin_child; it is even. */
static atomic_uintptr_t process = 1;

static atomic_uint generation; /* forks from the first process to this one */

/* The thread that uses the library; null if none does, `several` if more than one has. */
static _Atomic(const void *) only_thread;
static const char several;

/* Milliseconds. A thread that forks while another one does waits for it first, because two of
 * them keep each other out; but that one may be waiting for this one. What is inside never waits
 * for the program, so it soon leaves; if it does not, it has been stopped, or is what a signal
 * handler that forks has interrupted. */
#define PATIENCE_WITH_FORKER 20u
#define PATIENCE_WITH_USER 5000u

static uint32_t own_number(void)
{
    return (uint32_t)((uintptr_t)vera_thread_self() >> 4) * UINT32_C(0x9e3779b1);
}

/* What a thread adds to a count is 1 and, above, its number. So a count that is just that means
 * the thread itself. */
static struct vera_pass own_pass(void)
{
    uint32_t number = own_number();
    return (struct vera_pass){
        .count = &stripes[number >> (32 - STRIPE_BITS)].inside,
        .weight = ((uintptr_t)number << COUNT_BITS) + 1,
    };
}

void vera_gate_come(void)
{
    const void *known = atomic_load_explicit(&only_thread, memory_order_relaxed);
    if (known == &several || known == vera_thread_self()) {
        return;
    }
    if (known != NULL ||
        !atomic_compare_exchange_strong(&only_thread, &known, vera_thread_self())) {
        atomic_store(&only_thread, &several);
    }
}

bool vera_gate_is_shared(void)
{
    return atomic_load(&only_thread) == &several;
}

bool vera_gate_is_shut(void)
{
    return atomic_load(&forking) != 0;
}

bool vera_gate_is_lost(void)
{
    return atomic_load(&forking) >= LOST;
}

bool vera_gate_is_used(void)
{
    uintptr_t inside = atomic_load(&forker_inside);
    for (unsigned i = 0; i < STRIPES; i++) {
        inside |= atomic_load(&stripes[i].inside);
    }
    return inside != 0;
}

/* Called once in a child, by the thread that forked or by one that its fork handlers started,
 * while the gate is shut and nobody else touches the counts. */
static void begin_child(void)
{
    for (unsigned i = 0; i < STRIPES; i++) {
        atomic_store(&stripes[i].inside, 0);
    }
    atomic_fetch_add(&generation, 1);
    atomic_store(&only_thread, NULL);
    atomic_store(&forking, vera_gate_is_lost() ? LOST + IN_CHILD : IN_CHILD);
    vera_side_begin_child();
    vera_waiting_begin_child();
}

static uintptr_t own_process(void)
{
    return ((uintptr_t)vera_system_process() << 1) + 1;
}

/* Whether a signal handler has interrupted the calling thread in begin_child. */
static bool is_beginning(void)
{
    return atomic_load(&process) == (uintptr_t)vera_thread_self();
}

/* Finds out whether this is a child in which the library's own handler has not run yet: those of
 * the program may run first, and start threads. The thread does not wait for itself. */
static void notice_fork(void)
{
    uintptr_t own = own_process();
    uintptr_t known = atomic_load(&process);
    for (unsigned turn = 0; known != own && !is_beginning(); turn++) {
        if ((known & 1) != 0 &&
            atomic_compare_exchange_strong(&process, &known, (uintptr_t)vera_thread_self())) {
            begin_child();
            atomic_store(&process, own);
            return;
        }
        vera_system_pause(turn);
        known = atomic_load(&process);
    }
}

/* Whether the calling thread forks, from a generation, and nobody else was inside or is. */
static bool is_alone(unsigned of)
{
    const struct vera_forker *own = vera_forker_find(of);
    return own != NULL && own->quiet;
}

static bool is_only_forker(void)
{
    unsigned now = atomic_load(&forking);
    unsigned own = atomic_load(&generation);
    return (now == 1 && is_alone(own)) || (now == IN_CHILD && is_alone(own - 1));
}

static struct vera_pass enter_shut(void)
{
    struct vera_pass pass = {&forker_inside, own_pass().weight};
    notice_fork();
    if (is_only_forker()) {
        atomic_fetch_add(pass.count, pass.weight);
        if (is_only_forker()) {
            return pass;
        }
        atomic_fetch_sub(pass.count, pass.weight);
    }
    return (struct vera_pass){NULL, 0};
}

struct vera_pass vera_gate_enter(void)
{
    if (atomic_load_explicit(&forking, memory_order_relaxed) == 0) {
        struct vera_pass pass = own_pass();
        atomic_fetch_add(pass.count, pass.weight);
        if (__builtin_expect(atomic_load(&forking) == 0, 1)) {
            return pass;
        }
        atomic_fetch_sub(pass.count, pass.weight);
    }
    return enter_shut();
}

static bool is_over(uint64_t start, uint64_t patience)
{
    return vera_system_now() - start >= patience;
}

static void shut_for_others(void)
{
    uint64_t start = vera_system_now();
    unsigned nobody = 0;
    for (unsigned turn = 0; !atomic_compare_exchange_strong(&forking, &nobody, 1); turn++) {
        if (is_over(start, PATIENCE_WITH_FORKER)) {
            atomic_fetch_add(&forking, 1);
            return;
        }
        vera_system_pause(turn);
        nobody = 0;
    }
}

/* Whether a signal handler has interrupted the calling thread inside. False also if another
 * thread with the same count is inside. */
static bool is_inside(void)
{
    struct vera_pass own = own_pass();
    return atomic_load(own.count) == own.weight || atomic_load(&forker_inside) == own.weight;
}

/* The thread does not wait for itself. If it is the only one, no other can be inside. */
static bool becomes_quiet(void)
{
    if (is_beginning()) {
        return false;
    }
    if (!vera_gate_is_shared()) {
        return !vera_gate_is_used();
    }
    uint64_t start = vera_system_now();
    for (unsigned turn = 0; vera_gate_is_used(); turn++) {
        if (is_inside() || is_over(start, PATIENCE_WITH_USER)) {
            return false;
        }
        vera_system_pause(turn);
    }
    return true;
}

void vera_gate_shut(void)
{
    vera_gate_come();
    if (atomic_load(&forking) == 0) {
        atomic_store(&process, own_process());
    } else {
        notice_fork();
    }
    struct vera_forker *own = vera_forker_find(atomic_load(&generation));
    if (own == NULL) {
        own = vera_forker_take(atomic_load(&generation));
        shut_for_others();
    }
    own->depth++;
    own->quiet = becomes_quiet() && own->quiet;
}

void vera_gate_open(void)
{
    struct vera_forker *own = vera_forker_find(atomic_load(&generation));
    if (own != NULL && --own->depth == 0) {
        vera_forker_give(own);
        atomic_fetch_sub(&forking, 1);
    }
}

/* Whether other threads' forks are over, or are soon. */
static bool opens_soon(void)
{
    uint64_t start = vera_system_now();
    for (unsigned turn = 0; vera_gate_is_shut() && !is_only_forker(); turn++) {
        if (vera_gate_is_lost() || is_over(start, PATIENCE_WITH_USER)) {
            return false;
        }
        vera_system_pause(turn);
    }
    return true;
}

bool vera_gate_shut_at_end(void)
{
    if (is_beginning() || !opens_soon()) {
        return false;
    }
    vera_gate_shut();
    if (!is_only_forker()) {
        vera_gate_open();
        return false;
    }
    return true;
}

void vera_gate_open_in_child(void)
{
    notice_fork();
    if (vera_forker_find(atomic_load(&generation)) != NULL) {
        begin_child(); /* the process has its parent's number, in another namespace */
    }
    struct vera_forker *own = vera_forker_find(atomic_load(&generation) - 1);
    if (own == NULL) {
        return; /* the library was opened during the fork */
    }
    unsigned rest = own->depth > 1;
    rest += own->quiet || vera_gate_is_lost() ? 0 : LOST;
    if (own->depth > 1) {
        own->depth--;
        own->generation++;
    }
    atomic_store(&forker_inside, 0);
    atomic_fetch_sub(&forking, IN_CHILD - rest);
    vera_forker_keep_only(atomic_load(&generation));
}
