/* How many records are spare, and how many of those are reserved. */
#include "run_record.h"

#include "pool.h"

static struct vera_pool records = VERA_POOL(sizeof(struct vera_run));
static struct vera_run *spares; /* chained by `older` */
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

static struct vera_run *take(void)
{
    struct vera_run *run = spares;
    spares = run->older;
    available--;
    return run;
}

struct vera_run *vera_run_record_take(uintptr_t addr, size_t size, uint64_t since)
{
    struct vera_run *run = take();
    run->addr = addr;
    run->size = size;
    run->since = since;
    return run;
}

void vera_run_record_give(struct vera_run *run)
{
    run->older = spares;
    spares = run;
    available++;
}

struct vera_run *vera_run_record_new(void)
{
    return vera_pool_take(&records);
}

struct vera_run *vera_run_record_take_surplus(size_t most)
{
    return available > reserved + most ? take() : NULL;
}

void vera_run_record_end(struct vera_run *run)
{
    vera_pool_give(&records, run);
}
