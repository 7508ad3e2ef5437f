/* Sets of idle runs: consecutive pages that nobody uses, kept in the order of
 * their addresses, with neighbours joined, and in the order in which they came.
 *
 * A set is a treap (Seidel and Aragon, "Randomized Search Trees", 1996) whose
 * priorities are hashes of the addresses, so that it needs no random numbers;
 * each node knows the largest run below it, so that the lowest run which is
 * large enough is found on one way down. The nodes lie outside the runs, where
 * a write into memory that was given back cannot reach them.
 *
 * Nothing here locks, allocates or calls the system.
 */
#ifndef VERA_POSIX_RUN_H
#define VERA_POSIX_RUN_H

#include <stddef.h>
#include <stdint.h>

struct vera_run {
    uintptr_t addr;
    size_t size;    /* bytes */
    uint64_t since; /* when the run became idle, in milliseconds */
    size_t largest; /* bytes in the largest run of this subtree */
    struct vera_run *left, *right;
    struct vera_run *older, *newer;
};

struct vera_run_set {
    struct vera_run *root;
    struct vera_run *oldest, *newest;
    size_t bytes;
};

/* Adds a run that touches no other run of the set, as the newest. */
void vera_run_add(struct vera_run_set *set, struct vera_run *run);

/* Takes out a run that is in the set. */
void vera_run_remove(struct vera_run_set *set, struct vera_run *run);

/* The run at the lowest address that has `size` bytes; null when none has. */
struct vera_run *vera_run_find(const struct vera_run_set *set, size_t size);

/* Takes out a run that ends at `run`, or begins at its end, and makes it part
 * of `run`, which is in no set. Returns its node, which is free now; null when
 * nothing touches `run`. Called again until it says so, since there may be two. */
struct vera_run *vera_run_join(struct vera_run_set *set, struct vera_run *run);

#endif
