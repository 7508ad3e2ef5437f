/* An extent begins with its header. The number in a record's tag leads from the record to
 * the header. */
#include "record.h"

#include "arena.h"

/* Large enough that the first pages, which stay, are a small part. */
#define EXTENT ((size_t)128 << 10)

struct vera_extent {
    struct vera_extent *next, *previous; /* in a list of the set */
    uint32_t free;                       /* the number of a free record, plus 1, or 0 */
    uint32_t cut;                        /* records that were in use since the last purge */
    uint32_t used;
};

_Static_assert(sizeof(struct vera_extent) <= VERA_ARENA_LINE, "records begin on the next line");

size_t vera_record_per_extent(const struct vera_record_set *set)
{
    return (EXTENT - VERA_ARENA_LINE) / set->size;
}

static struct vera_record_tag *record_at(const struct vera_record_set *set,
                                         struct vera_extent *extent, uint32_t number)
{
    char *records = (char *)extent + VERA_ARENA_LINE;
    return (struct vera_record_tag *)(records + (size_t)number * set->size);
}

static struct vera_extent *extent_of(const struct vera_record_set *set,
                                     struct vera_record_tag *record)
{
    char *records = (char *)record - (size_t)record->number * set->size;
    return (struct vera_extent *)(records - VERA_ARENA_LINE);
}

static void push(struct vera_extent_list *list, struct vera_extent *extent)
{
    extent->previous = NULL;
    extent->next = list->head;
    if (list->head != NULL) {
        list->head->previous = extent;
    }
    list->head = extent;
}

static void unlink(struct vera_extent_list *list, struct vera_extent *extent)
{
    *(extent->previous != NULL ? &extent->previous->next : &list->head) = extent->next;
    if (extent->next != NULL) {
        extent->next->previous = extent->previous;
    }
}

/* An extent with a free record, among the partial ones; null if there is none. */
static struct vera_extent *open_extent(struct vera_record_set *set)
{
    if (set->partial.head == NULL) {
        bool is_warm = set->warm.head != NULL;
        struct vera_extent_list *list = is_warm ? &set->warm : &set->cold;
        struct vera_extent *extent = list->head;
        if (extent != NULL) {
            unlink(list, extent);
            set->warm_count -= is_warm;
            push(&set->partial, extent);
        }
    }
    return set->partial.head;
}

static struct vera_record_tag *take_from(const struct vera_record_set *set,
                                         struct vera_extent *extent)
{
    struct vera_record_tag *record;
    extent->used++;
    if (extent->free > 0) {
        record = record_at(set, extent, extent->free - 1);
        extent->free = record->next;
    } else {
        record = record_at(set, extent, extent->cut);
        record->number = extent->cut++;
    }
    return record;
}

struct vera_record_tag *vera_record_take(struct vera_record_set *set)
{
    struct vera_extent *extent = open_extent(set);
    if (extent == NULL) {
        return NULL;
    }
    struct vera_record_tag *record = take_from(set, extent);
    if (extent->used == vera_record_per_extent(set)) {
        unlink(&set->partial, extent);
    }
    return record;
}

void vera_record_give(struct vera_record_set *set, struct vera_record_tag *record)
{
    struct vera_extent *extent = extent_of(set, record);
    record->next = extent->free;
    extent->free = record->number + 1;
    if (extent->used == vera_record_per_extent(set)) {
        push(&set->partial, extent);
    }
    extent->used--;
    if (extent->used == 0) {
        unlink(&set->partial, extent);
        vera_record_give_extent(set, extent, false);
    }
}

struct vera_extent *vera_record_new_extent(void)
{
    return vera_system_new_extent(EXTENT);
}

void vera_record_add_extent(struct vera_record_set *set, struct vera_extent *extent)
{
    push(&set->cold, extent);
}

struct vera_extent *vera_record_take_idle_extent(struct vera_record_set *set, size_t most)
{
    struct vera_extent *extent = set->warm.head;
    if (set->warm_count <= most) {
        return NULL;
    }
    unlink(&set->warm, extent);
    set->warm_count--;
    return extent;
}

/* The header stays, with the records in its page. */
bool vera_record_purge_extent(struct vera_extent *extent)
{
    size_t page = vera_system_page();
    if (page < EXTENT && !vera_system_purge_extent((char *)extent + page, EXTENT - page)) {
        return false;
    }
    extent->free = 0;
    extent->cut = 0;
    return true;
}

void vera_record_give_extent(struct vera_record_set *set, struct vera_extent *extent, bool purged)
{
    push(purged ? &set->cold : &set->warm, extent);
    set->warm_count += !purged;
}

void vera_record_purge(struct vera_record_set *set, struct vera_lock *lock, size_t most)
{
    struct vera_extent *extent;
    bool purged = true;
    vera_lock(lock);
    while (purged && (extent = vera_record_take_idle_extent(set, most)) != NULL) {
        vera_unlock(lock);
        purged = vera_record_purge_extent(extent);
        vera_lock(lock);
        vera_record_give_extent(set, extent, purged);
    }
    vera_unlock(lock);
}
