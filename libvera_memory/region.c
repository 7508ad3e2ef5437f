/* A region begins with its header. From a record, the number in its tag leads there. */
#include "region.h"

#include "record.h"

/* So large that the first pages of all of them, which stay, are little. */
#define REGION ((size_t)128 << 10)

struct vera_region {
    struct vera_region *next, *previous; /* in a list of the set */
    uint32_t free;                       /* the number of a record that came back, plus 1, or 0 */
    uint32_t cut;                        /* records that were ever in use, since the pages went */
    uint32_t used;
};

_Static_assert(sizeof(struct vera_region) <= VERA_RECORD_LINE, "records begin on the next line");

size_t vera_region_records(const struct vera_region_set *set)
{
    return (REGION - VERA_RECORD_LINE) / set->size;
}

static struct vera_region_tag *record_at(const struct vera_region_set *set,
                                         struct vera_region *region, uint32_t number)
{
    char *records = (char *)region + VERA_RECORD_LINE;
    return (struct vera_region_tag *)(records + (size_t)number * set->size);
}

static struct vera_region *region_of(const struct vera_region_set *set,
                                     struct vera_region_tag *record)
{
    char *records = (char *)record - (size_t)record->number * set->size;
    return (struct vera_region *)(records - VERA_RECORD_LINE);
}

static void push(struct vera_region_list *list, struct vera_region *region)
{
    region->previous = NULL;
    region->next = list->head;
    if (list->head != NULL) {
        list->head->previous = region;
    }
    list->head = region;
}

static void unlink(struct vera_region_list *list, struct vera_region *region)
{
    *(region->previous != NULL ? &region->previous->next : &list->head) = region->next;
    if (region->next != NULL) {
        region->next->previous = region->previous;
    }
}

/* A region with a free record, among the partial ones; null if there is none. */
static struct vera_region *open_region(struct vera_region_set *set)
{
    if (set->partial.head == NULL) {
        bool is_idle = set->idle.head != NULL;
        struct vera_region_list *list = is_idle ? &set->idle : &set->dropped;
        struct vera_region *region = list->head;
        if (region != NULL) {
            unlink(list, region);
            set->idle_count -= is_idle;
            push(&set->partial, region);
        }
    }
    return set->partial.head;
}

static struct vera_region_tag *take_from(const struct vera_region_set *set,
                                         struct vera_region *region)
{
    struct vera_region_tag *record;
    region->used++;
    if (region->free > 0) {
        record = record_at(set, region, region->free - 1);
        region->free = record->next;
    } else {
        record = record_at(set, region, region->cut);
        record->number = region->cut++;
    }
    return record;
}

struct vera_region_tag *vera_region_take(struct vera_region_set *set)
{
    struct vera_region *region = open_region(set);
    if (region == NULL) {
        return NULL;
    }
    struct vera_region_tag *record = take_from(set, region);
    if (region->used == vera_region_records(set)) {
        unlink(&set->partial, region);
    }
    return record;
}

void vera_region_give(struct vera_region_set *set, struct vera_region_tag *record)
{
    struct vera_region *region = region_of(set, record);
    record->next = region->free;
    region->free = record->number + 1;
    if (region->used == vera_region_records(set)) {
        push(&set->partial, region);
    }
    region->used--;
    if (region->used == 0) {
        unlink(&set->partial, region);
        vera_region_return(set, region, false);
    }
}

struct vera_region *vera_region_new(void)
{
    return vera_system_fresh(REGION);
}

void vera_region_add(struct vera_region_set *set, struct vera_region *region)
{
    push(&set->dropped, region);
}

struct vera_region *vera_region_next_idle(struct vera_region_set *set, size_t most)
{
    struct vera_region *region = set->idle.head;
    if (set->idle_count <= most) {
        return NULL;
    }
    unlink(&set->idle, region);
    set->idle_count--;
    return region;
}

/* The header stays, and with it what else is in its page. */
bool vera_region_drop(struct vera_region *region)
{
    size_t page = vera_system_page();
    if (page < REGION && !vera_system_drop((char *)region + page, REGION - page)) {
        return false;
    }
    region->free = 0;
    region->cut = 0;
    return true;
}

void vera_region_return(struct vera_region_set *set, struct vera_region *region, bool dropped)
{
    push(dropped ? &set->dropped : &set->idle, region);
    set->idle_count += !dropped;
}

void vera_region_drop_idle(struct vera_region_set *set, struct vera_lock *lock, size_t most)
{
    struct vera_region *region;
    bool dropped = true;
    vera_lock_take(lock);
    while (dropped && (region = vera_region_next_idle(set, most)) != NULL) {
        vera_lock_drop(lock);
        dropped = vera_region_drop(region);
        vera_lock_take(lock);
        vera_region_return(set, region, dropped);
    }
    vera_lock_drop(lock);
}
