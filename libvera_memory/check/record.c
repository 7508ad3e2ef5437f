/* Reading and writing records without a lock, and the memory for them. */
#include "check/record.h"

#include "class.h"
#include "pool.h"

#define STATE UINT32_C(3) /* the bits of a use that are the state */
/* One more state, of a live block. */
#define HELD ((enum vera_check_state)3)

_Static_assert(sizeof(struct vera_check_record) <= VERA_ARENA_LINE, "a record is a cache line");

static struct vera_pool tables = VERA_POOL(sizeof(struct vera_check_table));

static struct vera_lock lock = VERA_LOCK_INIT;
static struct vera_check_record *free_records;
static _Atomic(struct vera_check_table *) newest;

struct vera_check_table *vera_check_record_take_table(void)
{
    struct vera_check_table *table = vera_pool_take(&tables);
    if (table != NULL) {
        table->older = atomic_load_explicit(&newest, memory_order_relaxed);
        while (!atomic_compare_exchange_weak(&newest, &table->older, table)) {
        }
    }
    return table;
}

static void push(struct vera_check_record *record)
{
    record->next = free_records;
    free_records = record;
}

static struct vera_check_record *pop(void)
{
    vera_lock(&lock);
    struct vera_check_record *record = free_records;
    if (record != NULL) {
        free_records = record->next;
    }
    vera_unlock(&lock);
    return record;
}

static bool add_table(void)
{
    struct vera_check_table *table = vera_check_record_take_table();
    if (table == NULL) {
        return false;
    }
    vera_lock(&lock);
    for (size_t i = VERA_CHECK_TABLE; i > 0; i--) {
        push(&table->records[i - 1]);
    }
    vera_unlock(&lock);
    return true;
}

struct vera_check_record *vera_check_record_take(void)
{
    struct vera_check_record *record;
    do {
        record = pop();
    } while (record == NULL && add_table());
    return record;
}

void vera_check_record_give(struct vera_check_record *record)
{
    vera_lock(&lock);
    push(record);
    vera_unlock(&lock);
}

/* Whoever sees a value that belongs to the next use also sees that this one has ended: what is
 * read later is not older, because every load here acquires and every store releases. */
#define LOAD(place) atomic_load_explicit(&(place), memory_order_acquire)
#define STORE(place, value) atomic_store_explicit(&(place), (value), memory_order_release)

/* A block whose alignment is above a page begins with its place, and has slack before it in
 * pages; other blocks begin some bytes after it, and have none. `shift` is the one or the other. */
__attribute__((noinline)) static void copy_slack(struct vera_check_block *block, uint32_t shift)
{
    if (block->align > vera_system_page()) {
        block->base = block->start;
        block->slack = shift * vera_system_page();
    }
}

static uint32_t shift_of(const struct vera_check_block *block)
{
    size_t slack = block->slack > 0 ? block->slack / vera_system_page() : 0;
    return (uint32_t)((size_t)(block->start - block->base) + slack);
}

/* Out of line: in a loop, GCC 12 computes the address of each field before it reads any. What few
 * blocks need is a call at the end, for which the others save no registers. */
__attribute__((noinline)) static void copy(struct vera_check_block *block,
                                           struct vera_check_record *record)
{
    uint32_t shift = LOAD(record->shift);
    block->record = record;
    block->kind = (enum vera_check_kind)LOAD(record->kind);
    block->start = LOAD(record->start);
    block->base = (char *)((uintptr_t)block->start - shift); /* before any block: of null */
    block->slack = 0;
    block->room = LOAD(record->room);
    block->size = LOAD(record->size);
    block->align = (size_t)1 << LOAD(record->align_bits);
    block->wide = LOAD(record->wide);
    block->allocated = LOAD(record->allocated);
    block->freed = LOAD(record->freed);
    block->generation = LOAD(record->generation);
    if (block->align > VERA_CLASS_MAX_ALIGN) { /* no page is smaller */
        copy_slack(block, shift);
    }
}

bool vera_check_record_read(struct vera_check_record *record, struct vera_check_block *block)
{
    uint32_t after = LOAD(record->use);
    do {
        block->use = after;
        copy(block, record);
        after = LOAD(record->use);
    } while (after != block->use);
    block->state = (enum vera_check_state)(after & STATE);
    block->state = block->state == HELD ? VERA_CHECK_LIVE : block->state;
    return block->state != VERA_CHECK_NONE;
}

static uint32_t in_state(uint32_t use, enum vera_check_state state)
{
    return (use & ~STATE) | (uint32_t)state;
}

static void set_state(struct vera_check_block *block, enum vera_check_state state)
{
    block->state = state;
    block->use = in_state(block->use, state);
    STORE(block->record->use, block->use);
}

void vera_check_record_begin(struct vera_check_block *block, enum vera_check_state state)
{
    struct vera_check_record *record = block->record;
    STORE(record->kind, (uint8_t)block->kind);
    STORE(record->start, block->start);
    STORE(record->shift, shift_of(block));
    STORE(record->room, block->room);
    STORE(record->size, block->size);
    STORE(record->align_bits, (uint8_t)__builtin_ctzll(block->align));
    STORE(record->wide, block->wide);
    STORE(record->allocated, block->allocated);
    STORE(record->freed, block->freed);
    STORE(record->generation, block->generation);
    block->use = LOAD(record->use) + STATE + 1;
    set_state(block, state);
}

/* A live block, as it was read, gets another state. */
static bool leave_live(const struct vera_check_block *block, enum vera_check_state state)
{
    uint32_t seen = in_state(block->use, VERA_CHECK_LIVE);
    return block->state == VERA_CHECK_LIVE &&
           atomic_compare_exchange_strong(&block->record->use, &seen, in_state(seen, state));
}

bool vera_check_record_claim(struct vera_check_block *block)
{
    if (!leave_live(block, VERA_CHECK_FREED)) {
        return false;
    }
    block->state = VERA_CHECK_FREED;
    block->use = in_state(block->use, VERA_CHECK_FREED);
    return true;
}

bool vera_check_record_hold(const struct vera_check_block *block)
{
    return leave_live(block, HELD);
}

void vera_check_record_unhold(const struct vera_check_block *block)
{
    STORE(block->record->wide, block->wide);
    STORE(block->record->use, in_state(block->use + STATE + 1, VERA_CHECK_LIVE));
}

void vera_check_record_unclaim(struct vera_check_block *block)
{
    set_state(block, VERA_CHECK_LIVE);
}

void vera_check_record_free(const struct vera_check_block *block)
{
    STORE(block->record->kind, (uint8_t)block->kind);
    STORE(block->record->freed, block->freed);
}

void vera_check_record_end(const struct vera_check_block *block)
{
    STORE(block->record->use, in_state(block->use, VERA_CHECK_NONE));
}

struct vera_check_table *vera_check_record_tables(void)
{
    return atomic_load_explicit(&newest, memory_order_acquire);
}

void vera_check_record_each(void (*act)(struct vera_check_record *record, void *argument),
                            void *argument)
{
    struct vera_check_table *table = vera_check_record_tables();
    for (; table != NULL; table = table->older) {
        for (size_t i = 0; i < VERA_CHECK_TABLE; i++) {
            act(&table->records[i], argument);
        }
    }
}
