/* A replay: allocations and frees that are known beforehand, in a form that costs little to read
 * while they are timed.
 */
#ifndef BENCH_REPLAY_H
#define BENCH_REPLAY_H

#include "allocator.h"

#include <stddef.h>
#include <stdint.h>

struct replay_step;
struct replay_aligned;
struct replay_live;

/* Blocks have numbers; a number may be used again after the block was freed. */
struct replay {
    const struct form *form;
    struct replay_step *steps;
    size_t count; /* of the steps */
    struct replay_live *live;
    struct replay_aligned *aligned;
    size_t aligned_count, aligned_room;
};

/* Blocks of this size and more cannot be replayed. */
#define REPLAY_SIZES ((size_t)1 << 31)

/* An empty replay for an allocator, with room for so many steps and numbers. */
struct replay replay_begin(const struct allocator *allocator, size_t steps, size_t numbers);

/* Adds a step. `align` is 0 if none is asked for. */
void replay_add_allocation(struct replay *replay, uint32_t number, size_t size, size_t align);
void replay_add_free(struct replay *replay, uint32_t number);

/* Does the steps from `first` on, before `end`. Writes the first and the last byte of each
 * block. */
void replay_run(const struct replay *replay, const struct allocator *allocator, size_t first,
                size_t end);

#endif
