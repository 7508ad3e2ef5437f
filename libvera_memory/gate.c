/* Threads inside are counted. To enter, a thread counts itself and then looks whether the gate
 * is shut; whoever shuts it does that first and then looks at the counts. So one of the two sees
 * the other.
 *
 * What other threads write during the fork, the child finds or does not find, each page as it
 * was when it was copied. So the child relies only on what the forking thread wrote before the
 * fork, and sets anew what others may have written.
 */
#include "gate.h"

#include "child.h"
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

/* In a count, the lower half is for threads, and the upper half for their numbers: what is left
 * of them beside the stripe's bits. */
#define COUNT_BITS (sizeof(uintptr_t) * 4)
#define LEFT_OUT_BITS (COUNT_BITS < 32 ? 32 - STRIPE_BITS - COUNT_BITS : 0)

/* How many threads are between the handlers before and after their fork; or the values below,
 * added to that. */
static atomic_uint forking;
#define IN_CHILD (1u << 16) /* a child in which the library's own handler has not run yet */
#define LOST (1u << 24)     /* a child that cannot trust the records: nobody may ever enter */

/* The one forking thread's own count. */
static atomic_uintptr_t forker_inside;

/* The thread that uses the library; null if none does, `several` if more than one has. */
static _Atomic(const void *) only_thread;
static const char several;

/* Milliseconds. A thread that forks while another one does waits for it first, because two of
 * them keep each other out; but that one may be waiting for this one. What is inside never waits
 * for the program, so it soon leaves; if it does not, it has been stopped, or is what a signal
 * handler that forks has interrupted. */
#define PATIENCE_WITH_FORKER 20u
#define PATIENCE_WITH_USER 5000u

/* What a thread adds to a count is 1 and, above, its number. So a count that is just that means
 * the thread itself, because hardly ever do two have the same number. */
static struct vera_pass own_pass(void)
{
    uint32_t number = vera_thread_number();
    return (struct vera_pass){
        .count = &stripes[number >> (32 - STRIPE_BITS)].inside,
        .weight = ((uintptr_t)(number >> LEFT_OUT_BITS) << COUNT_BITS) + 1,
    };
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
    atomic_store(&forker_inside, 0);
    atomic_store(&only_thread, NULL);
    atomic_store(&forking, vera_gate_is_lost() ? LOST + IN_CHILD : IN_CHILD);
    vera_forker_begin_child();
    vera_side_begin_child();
    vera_waiting_begin_child();
}

/* Who comes in a child must not be forgotten when that begins. */
void vera_gate_come(void)
{
    if (vera_gate_is_shut()) {
        vera_child_notice(begin_child);
    }
    const void *known = atomic_load_explicit(&only_thread, memory_order_relaxed);
    if (known == &several || known == vera_thread_self()) {
        return;
    }
    if (known != NULL ||
        !atomic_compare_exchange_strong(&only_thread, &known, vera_thread_self())) {
        atomic_store(&only_thread, &several);
    }
}

/* Whether the calling thread has begun a fork in that generation, and has waited until nobody was
 * inside. */
static bool is_alone(unsigned generation)
{
    const struct vera_forker *own = vera_forker_find(generation);
    return own != NULL && own->quiet;
}

static bool is_only_forker(void)
{
    unsigned now = atomic_load(&forking);
    unsigned own = vera_child_generation();
    return (now == 1 && is_alone(own)) || (now == IN_CHILD && is_alone(own - 1));
}

static struct vera_pass enter_shut(void)
{
    struct vera_pass pass = {&forker_inside, own_pass().weight};
    vera_child_notice(begin_child);
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
    uint64_t patience = vera_gate_is_lost() ? 0 : PATIENCE_WITH_FORKER;
    unsigned nobody = 0;
    for (unsigned turn = 0; !atomic_compare_exchange_strong(&forking, &nobody, 1); turn++) {
        if (is_over(start, patience)) {
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

/* The thread does not wait for itself. */
static bool becomes_quiet(void)
{
    if (vera_child_is_beginning() || vera_gate_is_lost()) {
        return false;
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
    if (!vera_gate_is_shut()) {
        vera_child_expect();
    }
    struct vera_forker *own = vera_forker_find(vera_child_generation());
    if (own == NULL) {
        own = vera_forker_take(vera_child_generation());
        shut_for_others();
    }
    bool first = own->depth++ == 0;
    own->quiet = becomes_quiet() && (first || own->quiet);
}

void vera_gate_open(void)
{
    struct vera_forker *own = vera_forker_find(vera_child_generation());
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
    if (vera_child_is_beginning() || !opens_soon()) {
        return false;
    }
    vera_gate_shut();
    if (!is_only_forker()) {
        vera_gate_open();
        return false;
    }
    return true;
}

/* In a child, if the library was opened during its fork: nobody has waited for those inside. */
static void lose_if_shut(void)
{
    unsigned in_child = IN_CHILD;
    atomic_compare_exchange_strong(&forking, &in_child, LOST);
}

void vera_gate_open_in_child(void)
{
    vera_child_notice(begin_child);
    if (vera_forker_find(vera_child_generation()) != NULL) {
        vera_child_begin(begin_child); /* it has its parent's number, in another namespace */
    }
    vera_gate_come();
    struct vera_forker *own = vera_forker_find(vera_child_generation() - 1);
    if (own == NULL) {
        lose_if_shut();
        return;
    }
    unsigned rest = own->depth > 1;
    rest += own->quiet || vera_gate_is_lost() ? 0 : LOST;
    if (own->depth > 1) {
        own->depth--;
        own->generation++;
    }
    atomic_fetch_sub(&forking, IN_CHILD - rest);
    vera_forker_keep_only(vera_child_generation());
}
