/* How many records are free, and how many of those are reserved. */
#include "run_record.h"

static struct vera_record_set records = {.size = sizeof(struct vera_run)};
static size_t available;
static size_t reserved;

bool vera_run_record_reserve(void)
{
    bool enough = available >= reserved + VERA_RUN_RECORD_RESERVE;
    reserved += enough ? VERA_RUN_RECORD_RESERVE : 0;
    return enough;
}

void vera_run_record_unreserve(size_t count)
{
    reserved -= count;
}

bool vera_run_record_is_available(void)
{
    return available > reserved;
}

struct vera_run *vera_run_record_take(uintptr_t addr, size_t size, uint64_t since)
{
    struct vera_run *run = (struct vera_run *)vera_record_take(&records);
    available--;
    run->addr = addr;
    run->size = size;
    run->since = since;
    return run;
}

void vera_run_record_give(struct vera_run *run)
{
    vera_record_give(&records, &run->tag);
    available++;
}

void vera_run_record_add_extent(struct vera_extent *extent)
{
    vera_record_add_extent(&records, extent);
    available += vera_record_per_extent(&records);
}

struct vera_extent *vera_run_record_take_idle_extent(size_t most)
{
    size_t count = vera_record_per_extent(&records);
    struct vera_extent *extent =
        available >= reserved + count ? vera_record_take_idle_extent(&records, most) : NULL;
    available -= extent != NULL ? count : 0;
    return extent;
}

void vera_run_record_give_extent(struct vera_extent *extent, bool purged)
{
    vera_record_give_extent(&records, extent, purged);
    available += vera_record_per_extent(&records);
}
