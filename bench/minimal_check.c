/* An allocator that does the minimum that a check mode needs, to be measured as a peer. It checks
 * marks on both sides of a block when the block is freed, fills freed blocks, keeps them in a
 * quarantine, and checks them again. Its record stands before the block, in the same cache lines
 * as the marks. It is for one thread, and aborts at misuse without a message.
 *   M=minimal_check_allocate,minimal_check_free
 *   vera-bench --peer=minimal-check=bench/.libs/minimal_check.so,$M,$M churn
 */
#include <vera/memory.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define MARK 0xDB
#define MARKS UINT64_C(0xDBDBDBDBDBDBDBDB)
#define WORD sizeof(uint64_t)

enum { WAITING = 1 << 18, PLACES = 1 << 15 }; /* bytes, and places of at least 8 bytes each */

/* The marks are last, so that the block follows them. */
struct record {
    uint64_t size, room;
    const void *site;
    uint64_t marks;
};

static struct record *waiting[PLACES];
static size_t oldest, newest, bytes;

void *minimal_check_allocate(int64_t size);
void minimal_check_free(void *block, int64_t size);

static bool are_marks(const char *at, const char *end)
{
    uint64_t word;
    for (; at < end - WORD; at += WORD) {
        memcpy(&word, at, WORD);
        if (word != MARKS) {
            return false;
        }
    }
    memcpy(&word, end - WORD, WORD);
    return word == MARKS;
}

static void insist(bool right)
{
    if (!right) {
        abort();
    }
}

static char *end_of(struct record *record)
{
    return (char *)record + record->room;
}

/* Leaves room for marks behind the block, up to the end of its slot. The classes are the
 * library's, in steps of up to an eighth. */
static size_t room_for(size_t size)
{
    size_t room = sizeof(struct record) + size + 2 * WORD;
    size_t step = room <= 128 ? WORD : (size_t)1 << (60 - __builtin_clzll(room));
    return (room + step - 1) & ~(step - 1);
}

void *minimal_check_allocate(int64_t size)
{
    size_t room = room_for((size_t)size);
    struct record *record = vera_memory_allocate((int64_t)room);
    insist(record != NULL);
    if (record->marks != MARKS) { /* a block that was here before left them */
        memset(record, MARK, room);
    }
    record->size = (uint64_t)size;
    record->room = room;
    record->site = __builtin_return_address(0);
    return record + 1;
}

static void evict(struct record *record)
{
    insist(are_marks((char *)&record->marks, end_of(record)));
    bytes -= record->room;
    vera_memory_free(record, (int64_t)record->room);
}

void minimal_check_free(void *block, int64_t size)
{
    struct record *record = (struct record *)block - 1;
    insist(record->size == (uint64_t)size && record->marks == MARKS);
    insist(are_marks((char *)block + size, end_of(record)));
    memset(block, MARK, (size_t)size);
    record->size = UINT64_MAX;
    bytes += record->room;
    waiting[newest++ % PLACES] = record;
    while (bytes > WAITING) {
        evict(waiting[oldest++ % PLACES]);
    }
}
