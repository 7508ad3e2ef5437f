/* Sets of idle runs: consecutive pages that nobody uses, with neighbours joined,
 * in the order of their places, of their sizes, and in which they came.
 *
 * The first two orders are treaps (Seidel and Aragon, "Randomized Search Trees",
 * 1996) whose priorities are hashes of the addresses, so that they need no random
 * numbers. The nodes lie outside the runs, where a write into memory that was
 * given back cannot reach them.
 *
 * Nothing here locks, allocates or calls the system.
 */
#ifndef VERA_POSIX_RUN_H
#define VERA_POSIX_RUN_H

#include <stddef.h>
#include <stdint.h>

enum vera_run_order { VERA_RUN_BY_PLACE, VERA_RUN_BY_SIZE, VERA_RUN_ORDERS };

struct vera_run {
    uintptr_t addr;
    size_t size;    /* bytes */
    uint64_t since; /* when the run became idle, in milliseconds */
    struct {
        struct vera_run *left, *right;
    } in[VERA_RUN_ORDERS];
    struct vera_run *older, *newer;
};

struct vera_run_set {
    struct vera_run *roots[VERA_RUN_ORDERS];
    struct vera_run *oldest, *newest;
    size_t bytes;
};

/* Adds a run that touches no other run of the set, as the newest. */
void vera_run_add(struct vera_run_set *set, struct vera_run *run);

/* Takes out a run that is in the set. */
void vera_run_remove(struct vera_run_set *set, struct vera_run *run);

/* The smallest run that has `size` bytes, and of several the one at the lowest
 * address; null when none has. The smallest, because what is left of a large one
 * is what the next large request lacks. */
struct vera_run *vera_run_find(const struct vera_run_set *set, size_t size);

/* Takes out a run that ends at `run`, or begins at its end, and makes it part
 * of `run`, which is in no set. Returns its node, which is free now; null when
 * nothing touches `run`. Called again until it says so, since there may be two. */
struct vera_run *vera_run_join(struct vera_run_set *set, struct vera_run *run);

#endif
