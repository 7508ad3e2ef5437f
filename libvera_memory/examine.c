/* A hit may have been interrupted, because programs end in signal handlers too. It leaves a
 * stack whole at each instruction, and this only reads.
 */
#include "examine.h"

#include "central.h"
#include "gate.h"

/* A flush finds a pointer that is twice in a stack because it clears the slot's bit; here
 * nothing is changed. Instead each pointer sets one of these marks, and only where that is set
 * already the pointers before it are searched. */
#define MARK_BITS 12u
struct marks {
    uint64_t words[((size_t)1 << MARK_BITS) / 64];
};

static bool set_mark(struct marks *marks, const void *block)
{
    uint64_t mark = ((uint64_t)(uintptr_t)block * 0x9e3779b97f4a7c15u) >> (64 - MARK_BITS);
    uint64_t *word = &marks->words[mark / 64];
    bool was_set = (*word >> mark % 64 & 1) != 0;
    *word |= (uint64_t)1 << mark % 64;
    return was_set;
}

static bool is_repeated(struct marks *marks, void *const *blocks, size_t index)
{
    size_t i = set_mark(marks, blocks[index]) ? 0 : index;
    while (i < index && blocks[i] != blocks[index]) {
        i++;
    }
    return i < index;
}

/* Examines pointers from `first` on, until `faults` is full. Returns the index of the next;
 * `count` when the class is locked. */
static size_t examine_locked(unsigned class, void *const *blocks, size_t first, size_t count,
                             struct marks *marks, struct vera_faults *faults)
{
    if (!vera_central_try_lock(class)) {
        return count;
    }
    size_t next = first;
    for (; next < count && !vera_faults_are_full(faults); next++) {
        struct vera_fault *fault = &faults->list[faults->count];
        *fault = vera_central_judge(class, blocks[next]);
        if (fault->misuse == VERA_MISUSE_NONE && is_repeated(marks, blocks, next)) {
            fault->misuse = VERA_MISUSE_DOUBLE;
        }
        faults->count += fault->misuse != VERA_MISUSE_NONE;
    }
    vera_central_unlock(class);
    return next;
}

/* The same; `count` when another thread begins to fork, too. */
static size_t examine_batch(unsigned class, void *const *blocks, size_t first, size_t count,
                            struct marks *marks, struct vera_faults *faults)
{
    struct vera_pass pass = vera_gate_enter();
    size_t next = vera_pass_is_good(pass)
                      ? examine_locked(class, blocks, first, count, marks, faults)
                      : count;
    vera_gate_leave(pass);
    return next;
}

static void examine_class(unsigned class, void *const *blocks, size_t count)
{
    struct marks marks = {{0}};
    for (size_t next = 0; next < count;) {
        struct vera_faults faults = {.count = 0};
        next = examine_batch(class, blocks, next, count, &marks, &faults);
        vera_faults_report(&faults);
    }
}

void vera_examine(const struct vera_cache *cache)
{
    if (cache == NULL || atomic_load_explicit(&cache->changing, memory_order_relaxed) ||
        vera_gate_is_shut()) {
        return;
    }
    for (unsigned class = 0; class < VERA_CLASS_COUNT; ++class) {
        examine_class(class, cache->tops[class], vera_cache_count(cache, class));
    }
}
