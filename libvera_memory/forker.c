/* A table, because nothing can be allocated where it is needed. */
#include "forker.h"

#include "system.h"

#define FORKERS 64u
static struct vera_forker forkers[FORKERS];

/* In place of a thread: the entry is being taken, and only `thread` can be relied on. */
static const char taking;

struct vera_forker *vera_forker_find(unsigned generation)
{
    for (unsigned i = 0; i < FORKERS; i++) {
        if (atomic_load(&forkers[i].thread) == vera_thread_self() &&
            forkers[i].generation == generation) {
            return &forkers[i];
        }
    }
    return NULL;
}

struct vera_forker *vera_forker_take(unsigned generation)
{
    for (unsigned turn = 0;; turn++) {
        const void *nobody = NULL;
        struct vera_forker *forker = &forkers[turn % FORKERS];
        if (atomic_compare_exchange_strong(&forker->thread, &nobody, &taking)) {
            forker->generation = generation;
            forker->depth = 0;
            forker->quiet = false;
            atomic_store(&forker->thread, vera_thread_self());
            return forker;
        }
        if (turn >= FORKERS) {
            vera_system_pause(turn);
        }
    }
}

void vera_forker_give(struct vera_forker *forker)
{
    atomic_store(&forker->thread, NULL);
}

void vera_forker_begin_child(void)
{
    for (unsigned i = 0; i < FORKERS; i++) {
        const void *thread = &taking;
        atomic_compare_exchange_strong(&forkers[i].thread, &thread, NULL);
    }
}

void vera_forker_keep_only(unsigned generation)
{
    for (unsigned i = 0; i < FORKERS; i++) {
        const void *thread = atomic_load(&forkers[i].thread);
        if (thread != NULL && thread != &taking && forkers[i].generation != generation) {
            vera_forker_give(&forkers[i]);
        }
    }
}
