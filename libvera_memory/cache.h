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
#include "quarantine.h"
#include "system.h"

#include <stdbool.h>
#include <stddef.h>

/* The stacks grow down. Above its oldest pointer each has a null, which is what
 * an empty stack has on top, and below its last place a mark, which a full one
 * has under the top: so each of both is found out by one test, of memory that is
 * needed anyway.
 *
 * The class table has no place of its own because the address of this is at
 * hand: a load of another address is saved. */
struct vera_cache {
    void **tops[VERA_CLASS_COUNT];
    uint8_t classes[VERA_CLASS_ENTRIES];
    unsigned char levels[VERA_CLASS_COUNT]; /* a stack has 2^level words; 0: none */
    void **stacks[VERA_CLASS_COUNT];
    size_t room;             /* bytes of blocks that it may still gain */
    struct vera_large *kept; /* the large block that was freed last, or null */
    struct vera_large *lent; /* if that is null, the one that was kept and is in use, or null */
    size_t kept_bytes;       /* in the pages of `kept` */
    struct vera_cache *own;  /* the thread's own: this, or in check mode what this hides */
    struct vera_quarantine quarantine; /* in check mode */
    uint64_t emptied;                  /* when the cache was last emptied for its age */
    struct vera_cache *next;           /* among the caches without a thread */
    struct vera_cache *sibling;        /* among all caches */
};

#define VERA_CACHE_FULL ((void *)1) /* the mark: no block lies there */

/* The most bytes in blocks that one thread's cache holds. */
#define VERA_CACHE_BYTES ((size_t)2 << 20)

/* Takes a block from a class's stack; null when it is empty. */
static inline void *vera_cache_pop(struct vera_cache *cache, size_t class)
{
    void **top = cache->tops[class];
    void *block = *top;
    /* Without this, GCC 12 keeps the block in a register that is not the one in
     * which it returns. */
    __asm__("" : "+r"(block));
    if (__builtin_expect(block != NULL, 1)) {
        cache->tops[class] = top + 1;
    }
    return block;
}

/* Puts a block, not null, on a class's stack; false when it is full. */
static inline bool vera_cache_push(struct vera_cache *cache, size_t class, void *block)
{
    void **top = cache->tops[class];
    if (__builtin_expect(top[-1] == VERA_CACHE_FULL, 0)) {
        return false;
    }
    top[-1] = block;
    cache->tops[class] = top - 1;
    return true;
}

/* The stack of every class that has none: empty, and full. */
extern void *const vera_cache_no_stack[];

/* A block of a class whose stack is empty, after refilling it. Null when there
 * is no memory. Here and in the next, `cache` is null for a thread that has none. */
void *vera_cache_refill(struct vera_cache *cache, unsigned class);

/* Takes a block of a class whose stack is full, after flushing a part of it.
 * Returns how many of the pointers flushed were misuse. */
size_t vera_cache_flush(struct vera_cache *cache, unsigned class, void *block);

/* Gives all blocks in the stacks to the central lists. */
void vera_cache_empty(struct vera_cache *cache);

/* Makes the stacks of an empty cache smaller, to grow again with use. */
void vera_cache_shrink(struct vera_cache *cache);

/* Blocks of a class in its stack. */
size_t vera_cache_count(const struct vera_cache *cache, unsigned class);

#endif
