/* A step has 8 bytes. Blocks with an alignment are rare: their arguments lie apart. */
#include "replay.h"

#include "die.h"
#include "trial.h"

#include <stdlib.h>

struct replay_step {
    uint32_t number;
    uint32_t form; /* FREE; or a size; or ALIGNED and the index of the arguments */
};
#define FREE 0u
#define ALIGNED ((uint32_t)REPLAY_SIZES)

/* The arguments of allocate_aligned, and those of free_aligned. */
struct replay_aligned {
    size_t first, second;
    size_t size, last;
};

struct replay_live {
    char *block;
    uint32_t form;
};

struct replay replay_begin(const struct allocator *allocator, size_t steps, size_t numbers)
{
    return (struct replay){
        .form = allocator->form,
        .steps = trial_map(steps * sizeof(struct replay_step)),
        .live = trial_map(numbers * sizeof(struct replay_live)),
    };
}

static size_t find_aligned(const struct replay *replay, size_t size, size_t first, size_t second)
{
    size_t index = 0;
    for (const struct replay_aligned *at = replay->aligned;
         index < replay->aligned_count &&
         (at->size != size || at->first != first || at->second != second);
         at++) {
        index++;
    }
    return index;
}

static void make_room(struct replay *replay)
{
    if (replay->aligned_count == replay->aligned_room) {
        replay->aligned_room = 2 * replay->aligned_room + 16;
        replay->aligned = realloc(replay->aligned, replay->aligned_room * sizeof *replay->aligned);
        if (replay->aligned == NULL) {
            die("no memory for the harness");
        }
    }
}

static uint32_t aligned_form(struct replay *replay, size_t size, size_t align)
{
    size_t first = replay->form->first(size, align);
    size_t second = replay->form->second(size, align);
    size_t index = find_aligned(replay, size, first, second);
    if (index == replay->aligned_count) {
        make_room(replay);
        replay->aligned[replay->aligned_count++] =
            (struct replay_aligned){first, second, size, replay->form->last(align)};
    }
    return ALIGNED | (uint32_t)index;
}

static void add(struct replay *replay, uint32_t number, uint32_t form)
{
    replay->steps[replay->count++] = (struct replay_step){number, form};
}

void replay_add_allocation(struct replay *replay, uint32_t number, size_t size, size_t align)
{
    add(replay, number, align > 0 ? aligned_form(replay, size, align) : (uint32_t)size);
}

void replay_add_free(struct replay *replay, uint32_t number)
{
    add(replay, number, FREE);
}

static void allocate_one(const struct replay *replay, const struct allocator *a,
                         struct replay_step step)
{
    struct replay_live *live = &replay->live[step.number];
    size_t size = step.form;
    live->form = step.form;
    if (step.form < ALIGNED) {
        live->block = a->allocate(size, 0);
    } else {
        const struct replay_aligned *form = &replay->aligned[step.form & ~ALIGNED];
        size = form->size;
        live->block = a->allocate_aligned(form->first, form->second);
    }
    live->block[0] = live->block[size - 1] = 1;
}

static void free_one(const struct replay *replay, const struct allocator *a, uint32_t number)
{
    const struct replay_live *live = &replay->live[number];
    if (live->form < ALIGNED) {
        a->free(live->block, live->form, 0);
    } else {
        const struct replay_aligned *form = &replay->aligned[live->form & ~ALIGNED];
        a->free_aligned(live->block, form->size, form->last);
    }
}

void replay_run(const struct replay *replay, const struct allocator *allocator, size_t first,
                size_t end)
{
    const struct allocator a = *allocator;
    for (size_t i = first; i < end; i++) {
        struct replay_step step = replay->steps[i];
        if (step.form != FREE) {
            allocate_one(replay, &a, step);
        } else {
            free_one(replay, &a, step.number);
        }
    }
}
