/* The records of check mode: one for each place, which says what block lies there. The memory
 * of a record holds only records, for good, so any thread may read a record that it finds.
 *
 * A record serves one block after the other; each is a use of it. What is read is always of one
 * use, and a block is claimed only in the use in which it was read. So whoever finds a record
 * while another thread turns it to another place takes nothing for what it is not.
 */
#ifndef VERA_CHECK_RECORD_H
#define VERA_CHECK_RECORD_H

#include "check/block.h"
#include "system.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One cache line, because it is seldom in the processor's caches at a free. Only the functions
 * below touch what is atomic. */
struct vera_check_record {
    _Atomic(uint32_t) use;   /* a count of uses, and the state in the lowest bits */
    _Atomic(uint32_t) shift; /* see record.c */
    _Atomic(uint32_t) generation;
    _Atomic(uint8_t) kind, align_bits, wide;
    _Atomic(char *) start;
    _Atomic(size_t) room, size;
    _Atomic(const void *) allocated, freed;
    struct vera_check_record *next; /* in a list of whoever has the record */
};

/* A table of records. All tables are in one list. */
#define VERA_CHECK_TABLE 63u
struct vera_check_table {
    struct vera_check_record records[VERA_CHECK_TABLE];
    struct vera_check_table *older;
};

/* A table whose records hold no block; the caller keeps it. Null when there is no memory. No
 * lock is held here and in the next two. */
struct vera_check_table *vera_check_record_take_table(void);

/* A record that holds no block; null when there is no memory. */
struct vera_check_record *vera_check_record_take(void);

void vera_check_record_give(struct vera_check_record *record);

/* Reads what a record says. False if it holds no block: then `block` says what the last one was,
 * if nobody changes that meanwhile. */
bool vera_check_record_read(struct vera_check_record *record, struct vera_check_block *block);

/* Of a record that nobody else changes: the base of its slot, and the bytes in its place. */
static inline char *vera_check_record_slot(struct vera_check_record *record)
{
    return atomic_load_explicit(&record->start, memory_order_relaxed) -
           atomic_load_explicit(&record->shift, memory_order_relaxed);
}

static inline size_t vera_check_record_room(struct vera_check_record *record)
{
    return atomic_load_explicit(&record->room, memory_order_relaxed);
}

/* Writes a block to its record, which held none: a live one, or a claimed one that is
 * VERA_CHECK_FREED from the beginning. */
void vera_check_record_begin(struct vera_check_block *block, enum vera_check_state state);

/* Claims a live block as it was read, in order to free it. False if it is not live any more. */
bool vera_check_record_claim(struct vera_check_block *block);

/* Makes a claimed block live again. */
void vera_check_record_unclaim(struct vera_check_block *block);

/* Holds a live block as it was read, for a moment: meanwhile its place stays as it is, because
 * nobody else can claim or hold the block, and it is read as live. False if it is not live any
 * more, or is held. */
bool vera_check_record_hold(const struct vera_check_block *block);

/* Ends that, and notes which guards are wide now. Whoever has read the block before can no longer
 * claim or hold it as it was then. */
void vera_check_record_unhold(const struct vera_check_block *block);

/* Notes where a claimed block was freed, and what kind of place it lies in now. */
void vera_check_record_free(const struct vera_check_block *block);

/* The record of a claimed block holds none from now on. */
void vera_check_record_end(const struct vera_check_block *block);

/* The newest table, and so all of them. */
struct vera_check_table *vera_check_record_tables(void);

/* Calls `act` with every record. */
void vera_check_record_each(void (*act)(struct vera_check_record *record, void *argument),
                            void *argument);

#endif
