/* The thread cache: for each class, a stack of pointers to free blocks, kept
 * outside the blocks.
 *
 * The fast path pops and pushes, and knows two reasons to leave: the stack is
 * empty, or it is full. Everything else is one of these. A thread without a
 * cache has one of the static ones, which are empty and full at once, so that
 * the reason for it is looked at on the way out alone.
 */
#ifndef VERA_CACHE_H
#define VERA_CACHE_H

#include "class.h"
#include "system.h"

#include <stdbool.h>
#include <stddef.h>

/* A stack that grows down. It ends in a null, which is what an empty stack has
 * on top: that the pointer which is popped is not null is the only test. */
struct vera_bin {
    void **top;
    void **limit; /* the lowest place, where the stack is full */
};

struct vera_cache {
    struct vera_bin bins[VERA_CLASS_COUNT]; /* first: see VERA_CLASS_PLACE */
    unsigned char levels[VERA_CLASS_COUNT]; /* a stack has room for 2^level - 1 pointers */
    size_t room;                            /* bytes of blocks that stacks may still gain */
    uint64_t emptied;                       /* when the cache was last emptied for its age */
    struct vera_cache *next;                /* among the caches without a thread */
};

_Static_assert(sizeof(struct vera_bin) == VERA_CLASS_PLACE(1) * sizeof(void *),
               "a place is the offset of a bin, in words");

/* The most bytes in blocks that one thread's cache holds. */
#define VERA_CACHE_BYTES ((size_t)2 << 20)

/* The static caches, one for each reason to have no other. */
enum vera_cache_reason {
    VERA_CACHE_REASON_NEW,     /* the thread has not needed one yet */
    VERA_CACHE_REASON_ENDED,   /* the thread is ending, and gave its cache back */
    VERA_CACHE_REASON_KEYLESS, /* nothing would tell that the thread ended */
    VERA_CACHE_REASONS
};
extern const struct vera_cache vera_cache_none[VERA_CACHE_REASONS];

static inline struct vera_bin *vera_cache_bin(struct vera_cache *cache, size_t place)
{
    return (struct vera_bin *)((char *)cache + place * sizeof(void *));
}

/* Takes a block from a stack; null when it is empty. */
static inline void *vera_bin_pop(struct vera_bin *bin)
{
    void *block = *bin->top;
    if (__builtin_expect(block != NULL, 1)) {
        bin->top++;
    }
    return block;
}

/* Puts a block, not null, on a stack; false when it is full. */
static inline bool vera_bin_push(struct vera_bin *bin, void *block)
{
    void **top = bin->top;
    if (__builtin_expect(top == bin->limit, 0)) {
        return false;
    }
    *--top = block;
    bin->top = top;
    return true;
}

/* A block of a class whose stack is empty, after refilling it. Null when there
 * is no memory. */
void *vera_cache_refill(unsigned class);

/* Takes a block of a class whose stack is full, after flushing a part of it.
 * Returns how many of the pointers flushed were misuse. */
size_t vera_cache_flush(unsigned class, void *block);

/* Empties the calling thread's cache into the central lists. */
void vera_cache_empty(void);

/* The same if `age` milliseconds have passed since the last time, as of `now`;
 * stacks get smaller, to grow again with use. */
void vera_cache_age(uint64_t now, uint64_t age);

void vera_cache_each_lock(void (*act)(struct vera_lock *));

#endif
