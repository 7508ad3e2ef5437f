/* Records of one size and kind, which come and go. What a pool took from the arena serves it
 * for good: any thread may read a record that it finds, even after somebody gave it back.
 * The pages of a span whose records nobody has are purged.
 */
#ifndef VERA_POOL_H
#define VERA_POOL_H

#include "arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct vera_pool {
    struct vera_lock lock;
    uint32_t size;            /* bytes in a record: whole lines */
    struct vera_list partial; /* spans of which some records are free, and some are not */
    struct vera_list warm;    /* of which all are free */
    struct vera_list cold;    /* the same, without pages */
    size_t warm_count;        /* spans in `warm` */
    bool is_listed;           /* among the pools that have a span */
    struct vera_pool *next;   /* the next of those */
};

/* The largest record. */
#define VERA_POOL_MAX ((size_t)48 << 10)

/* Initializes a pool of records of `bytes`, from 1 to VERA_POOL_MAX. */
#define VERA_POOL(bytes)                                                                           \
    {                                                                                              \
        .lock = VERA_LOCK_INIT,                                                                    \
        .size = (uint32_t)(((bytes) + VERA_ARENA_LINE - 1) & ~(VERA_ARENA_LINE - 1))               \
    }

/* A record, which starts on a line. Each page of it holds what it held when the record was
 * given back, or 0. Null when there is no memory. No lock is held here and below. */
void *vera_pool_take(struct vera_pool *pool);

void vera_pool_give(struct vera_pool *pool, void *record);

/* Purges the pages of all pools' idle spans. */
void vera_pool_purge(void);

#endif
