/* Sets of idle runs: consecutive pages that nobody uses, with neighbours joined. A set has
 * them in three orders: by place, by size, and by age.
 *
 * The first two are treaps (Seidel and Aragon, "Randomized Search Trees", 1996) whose
 * priorities are hashes of the records' addresses: they need no random numbers, and a run may
 * change without leaving its place. The records lie outside the runs, where a write into
 * freed memory does not reach them.
 *
 * Nothing here locks, allocates or calls the system.
 */
#ifndef VERA_RUN_SET_H
#define VERA_RUN_SET_H

#include <stddef.h>
#include <stdint.h>

enum vera_run_order { VERA_RUN_BY_PLACE, VERA_RUN_BY_SIZE, VERA_RUN_ORDERS };
enum vera_run_side { VERA_RUN_BEFORE, VERA_RUN_AFTER };

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
    size_t count;
    size_t bytes;
};

/* Adds a run, which touches no other run of the set, as the newest. */
void vera_run_set_add(struct vera_run_set *set, struct vera_run *run);

/* Takes out a run that is in the set. */
void vera_run_set_remove(struct vera_run_set *set, struct vera_run *run);

/* Moves the ends of a run in the set; its neighbours stay the same. */
void vera_run_set_change(struct vera_run_set *set, struct vera_run *run, uintptr_t addr,
                         size_t size);

/* Makes a run in the set the newest, idle since `since`. */
void vera_run_set_renew(struct vera_run_set *set, struct vera_run *run, uint64_t since);

/* The smallest run of at least `size` bytes, and of several the one at the lowest address;
 * null when there is none. The smallest, because the next large request would lack what is cut
 * from a large one. */
struct vera_run *vera_run_set_find(const struct vera_run_set *set, size_t size);

/* The largest run of less than `size` bytes, and of several the one at the highest address;
 * null when there is none. */
struct vera_run *vera_run_set_below(const struct vera_run_set *set, size_t size);

/* The run that begins at an address; null when there is none. */
struct vera_run *vera_run_set_at(const struct vera_run_set *set, uintptr_t addr);

/* The neighbour of `run`, which is not in the set, on one side; null when there is none. */
struct vera_run *vera_run_set_beside(const struct vera_run_set *set, const struct vera_run *run,
                                     enum vera_run_side side);

#endif
