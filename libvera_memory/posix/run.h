/* Sets of idle runs: consecutive pages that nobody uses, with neighbours joined,
 * in the order of their places, of their sizes, and in which they came.
 *
 * The first two orders are treaps (Seidel and Aragon, "Randomized Search Trees",
 * 1996) whose priorities are hashes of the nodes' addresses: so they need no random
 * numbers, and a run may change without leaving its place. The nodes lie outside the runs, where a
 * write into memory that was given back cannot reach them.
 *
 * Nothing here locks, allocates or calls the system.
 */
#ifndef VERA_POSIX_RUN_H
#define VERA_POSIX_RUN_H

#include "region.h"

#include <stddef.h>
#include <stdint.h>

enum vera_run_order { VERA_RUN_BY_PLACE, VERA_RUN_BY_SIZE, VERA_RUN_ORDERS };
enum vera_run_side { VERA_RUN_BEFORE, VERA_RUN_AFTER };

struct vera_run {
    struct vera_region_tag tag;
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

/* Has a run of the set begin and end elsewhere, between the same neighbours. */
void vera_run_change(struct vera_run_set *set, struct vera_run *run, uintptr_t addr, size_t size);

/* Makes a run of the set the newest, idle since `since`. */
void vera_run_renew(struct vera_run_set *set, struct vera_run *run, uint64_t since);

/* The smallest run that has `size` bytes, and of several the one at the lowest
 * address; null when none has. The smallest, because what is left of a large one
 * is what the next large request lacks. */
struct vera_run *vera_run_find(const struct vera_run_set *set, size_t size);

/* The largest run of less than `size` bytes, and of several the one at the highest
 * address; null when there is none. */
struct vera_run *vera_run_below(const struct vera_run_set *set, size_t size);

/* The run that ends where `run`, which is not in the set, begins, or begins where it
 * ends; null when none does. */
struct vera_run *vera_run_beside(const struct vera_run_set *set, const struct vera_run *run,
                                 enum vera_run_side side);

#endif
