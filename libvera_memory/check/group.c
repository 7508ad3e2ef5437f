/* Groups by class: those with a free slot are in a list. */
#include "check/group.h"

#include "check/map.h"
#include "class.h"
#include "list.h"
#include "pool.h"

/* Groups of small slots are small, so that a few live blocks hold little memory. */
#define SMALL_SLOT 256u
#define SMALL_GROUP ((size_t)16 << 10)
#define LARGE_GROUP ((size_t)64 << 10)

/* For the smallest slots, in a group of one 64 KiB page: a block of 8 bytes, and as many twice
 * beside it. */
#define LEAST_SLOT 40u
#define MOST_TABLES (LARGE_GROUP / LEAST_SLOT / VERA_CHECK_TABLE + 1)

struct vera_group {
    struct vera_link link; /* in a list of its class */
    _Atomic(char *) start; /* of the run; null while the group has none */
    uint32_t size, slots;  /* bytes in a slot, and how many there are */
    unsigned class;
    uint32_t begun; /* slots from the first that have had a block in this run */
    uint32_t out;   /* slots that were taken */
    struct vera_check_record *free;
    struct vera_check_table *tables[MOST_TABLES];
};

static struct vera_pool records = VERA_POOL(sizeof(struct vera_group));

/* On a cache line of its own, because other threads lock its neighbours. */
struct list {
    _Alignas(64) struct vera_lock lock; /* also of the groups of the class, but for `tables` */
    struct vera_list open;              /* with a free slot */
    struct vera_list idle;              /* without a run */
};

#define CLASSES (VERA_CLASS_OF_SIZE(VERA_GROUP_MAX_SLOT) + 1)

static struct list lists[CLASSES] = {
    [0 ... CLASSES - 1] = {.lock = VERA_LOCK_INIT},
};

static size_t bytes_of(unsigned class)
{
    return vera_system_in_runs(vera_class_size(class) <= SMALL_SLOT ? SMALL_GROUP : LARGE_GROUP);
}

static struct vera_check_record *record_of(const struct vera_group *group, size_t slot)
{
    return &group->tables[slot / VERA_CHECK_TABLE]->records[slot % VERA_CHECK_TABLE];
}

static char *start_of(const struct vera_group *group)
{
    return atomic_load_explicit(&group->start, memory_order_acquire);
}

static bool make_tables(struct vera_group *group)
{
    for (size_t table = 0; table * VERA_CHECK_TABLE < group->slots; table++) {
        if (group->tables[table] == NULL) {
            group->tables[table] = vera_check_record_take_table();
        }
        if (group->tables[table] == NULL) {
            return false;
        }
    }
    return true;
}

static void give_record(struct vera_group *group)
{
    struct list *list = &lists[group->class];
    vera_lock(&list->lock);
    vera_list_push(&list->idle, &group->link);
    vera_unlock(&list->lock);
}

static struct vera_group *new_group(unsigned class)
{
    struct vera_group *group = vera_pool_take(&records);
    if (group != NULL) {
        group->class = class;
        group->size = (uint32_t)vera_class_size(class);
        group->slots = (uint32_t)(bytes_of(class) / group->size);
    }
    return group;
}

/* A group without a run; null when there is no memory. */
static struct vera_group *take_record(unsigned class)
{
    struct list *list = &lists[class];
    vera_lock(&list->lock);
    struct vera_group *group = (struct vera_group *)vera_list_pop(&list->idle);
    vera_unlock(&list->lock);
    group = group != NULL ? group : new_group(class);
    if (group != NULL && !make_tables(group)) {
        give_record(group);
        return NULL;
    }
    return group;
}

/* Adds a group whose slots are all free. False when there is no memory. */
static bool add_group(unsigned class)
{
    struct vera_group *group = take_record(class);
    if (group == NULL) {
        return false;
    }
    size_t bytes = bytes_of(class);
    char *run = vera_system_take_run(bytes, 1);
    if (run == NULL || !vera_check_map_reserve(run, bytes)) {
        vera_system_refuse(run, bytes, 1);
        give_record(group);
        return false;
    }
    group->begun = 0;
    group->free = NULL;
    atomic_store_explicit(&group->start, run, memory_order_release);
    vera_check_map_set_group(run, bytes, group);
    struct list *list = &lists[class];
    vera_lock(&list->lock);
    vera_list_push(&list->open, &group->link);
    vera_unlock(&list->lock);
    return true;
}

/* The lock is held, and the group has a free slot. */
static struct vera_slot take_slot(struct vera_group *group)
{
    struct vera_slot slot = {.record = group->free, .size = group->size};
    if (slot.record != NULL) {
        group->free = slot.record->next;
        slot.base = vera_check_record_slot(slot.record);
    } else {
        slot.record = record_of(group, group->begun);
        slot.base = start_of(group) + (size_t)group->begun * group->size;
        slot.is_new = true;
        group->begun++;
    }
    group->out++;
    return slot;
}

static struct vera_slot take(unsigned class)
{
    struct list *list = &lists[class];
    struct vera_slot slot = {.record = NULL};
    vera_lock(&list->lock);
    struct vera_group *group = (struct vera_group *)list->open.head;
    if (group != NULL) {
        slot = take_slot(group);
        if (group->out == group->slots) {
            vera_list_remove(&list->open, &group->link);
        }
    }
    vera_unlock(&list->lock);
    return slot;
}

struct vera_slot vera_group_take(unsigned class)
{
    struct vera_slot slot;
    do {
        slot = take(class);
    } while (slot.record == NULL && add_group(class));
    return slot;
}

/* Releases the run of a group that is in no list any more. */
static void close_group(struct vera_group *group)
{
    size_t bytes = bytes_of(group->class);
    char *run = start_of(group);
    vera_check_map_set_group(run, bytes, NULL);
    atomic_store_explicit(&group->start, NULL, memory_order_release);
    vera_system_give_run(run, bytes, 1);
    give_record(group);
}

/* Takes the slot back. Returns the group if it should be closed: all its slots are free, and
 * another group has some. */
static struct vera_group *give(struct vera_group *group, struct vera_check_record *record)
{
    struct list *list = &lists[group->class];
    struct vera_group *surplus = NULL;
    vera_lock(&list->lock);
    record->next = group->free;
    group->free = record;
    if (group->out == group->slots) {
        vera_list_push(&list->open, &group->link);
    }
    group->out--;
    if (group->out == 0 && (list->open.head != &group->link || group->link.next != NULL)) {
        vera_list_remove(&list->open, &group->link);
        surplus = group;
    }
    vera_unlock(&list->lock);
    return surplus;
}

void vera_group_give(char *base, struct vera_check_record *record)
{
    struct vera_group *surplus = give(vera_check_map_find(base).group, record);
    if (surplus != NULL) {
        close_group(surplus);
    }
}

static struct vera_group *take_empty(struct list *list)
{
    vera_lock(&list->lock);
    struct vera_group *group = (struct vera_group *)list->open.head;
    while (group != NULL && group->out > 0) {
        group = (struct vera_group *)group->link.next;
    }
    if (group != NULL) {
        vera_list_remove(&list->open, &group->link);
    }
    vera_unlock(&list->lock);
    return group;
}

void vera_group_release(void)
{
    for (unsigned class = 0; class < CLASSES; class ++) {
        struct vera_group *group;
        while ((group = take_empty(&lists[class])) != NULL) {
            close_group(group);
        }
    }
}

struct vera_check_record *vera_group_find(const struct vera_group *group, const void *addr,
                                          size_t *rest)
{
    size_t offset = (size_t)((uintptr_t)addr - (uintptr_t)start_of(group));
    if (offset >= (size_t)group->slots * group->size) {
        *rest = VERA_CHECK_GRAIN - (uintptr_t)addr % VERA_CHECK_GRAIN;
        return NULL;
    }
    *rest = group->size - (uint32_t)offset % group->size;
    return record_of(group, (uint32_t)offset / group->size);
}

typedef void act_on_record(struct vera_check_record *record, void *argument);

static void each_free(const struct vera_group *group, act_on_record *act, void *argument)
{
    for (struct vera_check_record *record = group->free; record != NULL; record = record->next) {
        act(record, argument);
    }
}

void vera_group_each_free(act_on_record *act, void *argument)
{
    for (unsigned class = 0; class < CLASSES; class ++) {
        vera_lock(&lists[class].lock);
        for (struct vera_link *link = lists[class].open.head; link != NULL; link = link->next) {
            each_free((struct vera_group *)link, act, argument);
        }
        vera_unlock(&lists[class].lock);
    }
}
