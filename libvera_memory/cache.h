/* The thread cache: for each class, a stack of pointers to free blocks, kept outside the
 * blocks.
 *
 * The fast path pops and pushes, and knows three reasons to leave: the stack is empty, it is
 * full, or the block that is freed lies on top of it already. Every other reason looks like
 * one of the first two. A thread without a cache has one of the static ones (registry.h),
 * which are empty and full at once, so only the slow path looks at the reason.
 */
#ifndef VERA_CACHE_H
#define VERA_CACHE_H

#include "class.h"
#include "fault.h"
#include "system.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

/* The stacks grow down. Above its oldest pointer each has a null, which an empty stack has
 * on top. Below its last place it has a sentinel, which a full one has under the top. So one
 * test of memory that is needed anyway finds each of the two.
 *
 * The class table lies here because the address of the cache is in a register already. */
struct vera_cache {
    void **tops[VERA_CLASS_COUNT];
    uint8_t classes[VERA_CLASS_ENTRIES];
    unsigned char levels[VERA_CLASS_COUNT]; /* a stack has 2^level words; 0: none */
    void **stacks[VERA_CLASS_COUNT];        /* where the level is above 0 */
    size_t room;                            /* bytes of blocks that it may still gain */
    size_t borrowed;                        /* bytes of that which are a loan: see loan.h */
    struct vera_large *large;               /* the large block that was freed last, or null */
    struct vera_large *taken_large; /* if `large` is null: the one that was taken last, or null */
    size_t large_bytes;             /* in the pages of `large` */
    struct vera_cache *own;         /* this one; null in a static one */
    uint64_t flushed;               /* when its age last caused a flush */
    atomic_bool changing;           /* a call has not put its stacks in order yet */
    struct vera_cache *next;        /* among the caches without a thread */
    struct vera_cache *sibling;     /* among all caches */
};

#define VERA_CACHE_FULL ((void *)1) /* the sentinel: no block lies there */

/* The most bytes in blocks that a thread's cache holds without a loan. Besides, each class has up
 * to six blocks or 32 KiB, or two blocks if these are larger; and one large block may have as many
 * bytes as below. */
#define VERA_CACHE_BYTES ((size_t)512 << 10)
#define VERA_CACHE_LARGE ((size_t)1 << 20)

/* Takes a block from a class's stack; null when it is empty. */
static inline void *vera_cache_pop(struct vera_cache *cache, size_t class)
{
    void **top = cache->tops[class];
    void *block = *top;
    /* Without this, GCC 12 keeps the block in a register other than the one that returns
     * it. */
    __asm__("" : "+r"(block));
    if (__builtin_expect(block != NULL, 1)) {
        cache->tops[class] = top + 1;
    }
    return block;
}

/* Whether a block, not null, lies on top of a class's stack: whoever frees it now frees it
 * twice in a row. */
static inline bool vera_cache_is_top(const struct vera_cache *cache, size_t class,
                                     const void *block)
{
    return *cache->tops[class] == block;
}

/* Puts a block, not null, on a class's stack; false when that is full, or the block lies on
 * top of it. */
static inline bool vera_cache_push(struct vera_cache *cache, size_t class, void *block)
{
    void **top = cache->tops[class];
    if (__builtin_expect(top[-1] == VERA_CACHE_FULL, 0) ||
        __builtin_expect(vera_cache_is_top(cache, class, block), 0)) {
        return false;
    }
    top[-1] = block;
    cache->tops[class] = top - 1;
    return true;
}

/* The stack of every class that has none of its own: both empty and full. */
extern void *const vera_cache_no_stack[];

/* Takes a block from a class's stack, which is refilled if it is empty. Null when there is no
 * memory. Here and in the next, `cache` is null for a thread that has none. */
void *vera_cache_take(struct vera_cache *cache, unsigned class);

/* Puts a block, which may be anything but null, and which does not lie on top, on a class's
 * stack. If the stack is full and cannot grow, a part of it is flushed first; a thread without
 * a stack gives the block to the central list. What is wrong with any of them is added to
 * `faults`, which is empty. False if it is this block. */
bool vera_cache_give(struct vera_cache *cache, unsigned class, void *block,
                     struct vera_faults *faults);

/* Flushes all stacks: gives their blocks to the central lists. False if `faults` became full
 * before that was done. */
bool vera_cache_flush(struct vera_cache *cache, struct vera_faults *faults);

/* Makes any cache an empty one with the stacks that it has. */
void vera_cache_clear(struct vera_cache *cache);

/* Makes the stacks of an empty cache smaller; they grow again with use. */
void vera_cache_shrink(struct vera_cache *cache);

/* Makes an empty cache one for a new thread, which may need less. */
void vera_cache_retire(struct vera_cache *cache);

/* Blocks of a class in its stack. */
size_t vera_cache_count(const struct vera_cache *cache, unsigned class);

#endif
