/* Records are cut one after the other from regions that the system gives. */
#include "record.h"

/* While nothing is cut from a region it holds this, in its first bytes. */
struct region {
    struct region *next;
};

static struct vera_lock lock = VERA_LOCK_INIT;
static char *cursor; /* what is left of the region in use */
static char *end;
static struct region *spare; /* regions that two threads asked for at once */

static void *cut(size_t size)
{
    if ((size_t)(end - cursor) < size) {
        if (spare == NULL) {
            return NULL;
        }
        /* What is left of the old region, addresses rather than pages, is lost. */
        cursor = (char *)spare;
        end = cursor + VERA_RECORD_MAX;
        spare = spare->next;
        *(struct region *)cursor = (struct region){0};
    }
    void *record = cursor;
    cursor += size;
    return record;
}

void *vera_record_new(size_t size)
{
    size_t rounded = (size + VERA_RECORD_LINE - 1) & ~(size_t)(VERA_RECORD_LINE - 1);
    for (;;) {
        vera_lock_take(&lock);
        void *record = cut(rounded);
        vera_lock_drop(&lock);
        if (record != NULL) {
            return record;
        }
        struct region *region = vera_system_fresh(VERA_RECORD_MAX);
        if (region == NULL) {
            return NULL;
        }
        vera_lock_take(&lock);
        region->next = spare;
        spare = region;
        vera_lock_drop(&lock);
    }
}

void vera_record_each_lock(void (*act)(struct vera_lock *))
{
    act(&lock);
}
