/* The primitives on Windows: VirtualAlloc for runs, HeapAlloc for what is smaller.
 *
 * An idle run waits for a request of the same size. Idle runs are bounded by VERA_SYSTEM_IDLE
 * and released by age.
 */
#include "heap.h"
#include "pages.h"
#include "run.h"
#include "system.h"

#include <errno.h>
#include <vera/sys.h>

#define MAX_ALIGN ((size_t)1 << 30) /* the same as elsewhere */

#define ADDRESSES_ARE_FEW (UINTPTR_MAX <= UINT32_MAX)

static struct vera_lock lock = VERA_LOCK_INIT;
static struct vera_run_set idle;
static struct vera_run *records; /* one for each run in use, for its return */
static size_t in_use;            /* bytes in runs */
static size_t peak;              /* the most of that, lately */

static void give_record(struct vera_run *run)
{
    run->older = records;
    records = run;
}

static struct vera_run *take_record(void)
{
    struct vera_run *run = records;
    records = run->older;
    return run;
}

static void count_in(size_t size)
{
    in_use += size;
    peak = in_use > peak ? in_use : peak;
}

static size_t most_idle(void)
{
    size_t rest = peak + peak / VERA_SYSTEM_IDLE_SHARE - in_use;
    size_t most = rest < in_use ? rest : in_use;
    return most > VERA_SYSTEM_IDLE ? most : VERA_SYSTEM_IDLE;
}

/* Takes out the oldest idle run, to be released, if there is a surplus or it has been idle for
 * `age` milliseconds, as of `now`; otherwise null. */
static struct vera_run *next_to_release(uint64_t now, uint64_t age)
{
    vera_lock(&lock);
    struct vera_run *run = idle.oldest;
    if (run != NULL) {
        /* Another thread may have read its clock later than this one. */
        uint64_t waited = now > run->since ? now - run->since : 0;
        run = idle.bytes > most_idle() || waited >= age ? run : NULL;
    }
    if (run != NULL) {
        vera_run_remove(&idle, run);
    }
    vera_unlock(&lock);
    return run;
}

/* A run that the system refuses to release is idle again, to be tried another time. */
static bool release(struct vera_run *run)
{
    if (vera_pages_unmap(run->addr, run->size)) {
        vera_heap_free(run);
        return true;
    }
    vera_lock(&lock);
    vera_run_add(&idle, run);
    vera_unlock(&lock);
    return false;
}

static void release_idle(uint64_t now, uint64_t age)
{
    struct vera_run *run;
    do {
        run = next_to_release(now, age);
    } while (run != NULL && release(run));
}

static void *take_idle(size_t size, size_t align)
{
    void *addr = NULL;
    vera_lock(&lock);
    struct vera_run *run = vera_run_find(&idle, size, align);
    if (run != NULL) {
        addr = run->addr;
        vera_run_remove(&idle, run);
        give_record(run);
        count_in(size);
    }
    vera_unlock(&lock);
    return addr;
}

static void *take_new(size_t size, size_t align)
{
    struct vera_run *record = vera_heap_allocate(sizeof *record);
    void *addr = record != NULL ? vera_pages_map(size, align) : NULL;
    if (addr == NULL) {
        vera_heap_free(record);
        return NULL;
    }
    vera_lock(&lock);
    give_record(record);
    count_in(size);
    vera_unlock(&lock);
    return addr;
}

static void *take_run(size_t size, size_t align)
{
    void *addr = take_idle(size, align);
    return addr != NULL ? addr : take_new(size, align);
}

/* Takes back a run that was handed out; it is not idle yet. The lock is held. */
static struct vera_run *take_back(void *addr, size_t size, uint64_t since)
{
    struct vera_run *run = take_record();
    run->addr = addr;
    run->size = size;
    run->since = since;
    in_use -= size;
    return run;
}

static void give_run(void *addr, size_t size)
{
    uint64_t now = vera_system_now();
    vera_lock(&lock);
    struct vera_run *run = take_back(addr, size, now);
    /* Not if it is so large that nearly all others would have to be released for it. */
    bool retain = size <= most_idle() / 2;
    if (retain) {
        vera_run_add(&idle, run);
    }
    vera_unlock(&lock);
    if (!retain) {
        release(run);
    }
    release_idle(now, UINT64_MAX);
}

static bool is_for_heap(int64_t size, int64_t align)
{
    return (uint64_t)size < vera_pages_granule() && (uint64_t)align <= VERA_HEAP_ALIGN;
}

static void *allocate(int64_t size, int64_t align)
{
    if ((uint64_t)size > PTRDIFF_MAX || (uint64_t)align > MAX_ALIGN) {
        return NULL;
    }
    return is_for_heap(size, align) ? vera_heap_allocate((size_t)size)
                                    : take_run(vera_system_in_pages((size_t)size), (size_t)align);
}

void *__vera_sys_alloc(int64_t size, int64_t align)
{
    if (size <= 0 || align <= 0 || (align & (align - 1)) != 0) {
        vera_error_set(EINVAL);
        return NULL;
    }
    struct vera_error before = vera_error_now();
    void *addr = allocate(size, align);
    if (addr != NULL) {
        vera_error_restore(before);
    } else {
        vera_error_set(ENOMEM);
    }
    return addr;
}

void __vera_sys_free(void *addr, int64_t size, int64_t align)
{
    if (addr == NULL) {
        return;
    }
    struct vera_error before = vera_error_now();
    if (is_for_heap(size, align)) {
        vera_heap_free(addr);
    } else {
        give_run(addr, vera_system_in_pages((size_t)size));
    }
    vera_error_restore(before);
}

void vera_system_purge_run(void *addr, size_t size)
{
    struct vera_error before = vera_error_now();
    vera_lock(&lock);
    struct vera_run *run = take_back(addr, vera_system_in_pages(size), 0);
    vera_unlock(&lock);
    release(run);
    vera_error_restore(before);
}

void vera_system_purge_idle(uint64_t now, uint64_t age)
{
    struct vera_error before = vera_error_now();
    vera_lock(&lock);
    peak -= (peak - in_use) / 2;
    vera_unlock(&lock);
    release_idle(now, age);
    vera_error_restore(before);
}

void vera_system_release_idle(void)
{
    struct vera_error before = vera_error_now();
    release_idle(0, 0);
    vera_error_restore(before);
}

/* Whether the system has that many bytes. */
static bool can_map(size_t size)
{
    struct vera_run *run = vera_heap_allocate(sizeof *run);
    void *addr = run != NULL ? vera_pages_map(size, 1) : NULL;
    if (addr == NULL) {
        vera_heap_free(run);
        return false;
    }
    *run = (struct vera_run){.addr = addr, .size = size};
    release(run);
    return true;
}

bool vera_system_could_fit(size_t size, size_t align, size_t more)
{
    size_t most = PTRDIFF_MAX - MAX_ALIGN;
    if (size > most || align > MAX_ALIGN) {
        return false;
    }
    size_t room = vera_system_in_pages(size) + align;
    size_t released = vera_system_count().warm + vera_system_in_pages(more);
    return ADDRESSES_ARE_FEW || room <= released || can_map(room - released) ||
           !can_map(vera_system_page());
}

struct vera_system_count vera_system_count(void)
{
    struct vera_system_count count = vera_pages_count();
    vera_lock(&lock);
    count.in_use = in_use;
    count.warm = idle.bytes;
    vera_unlock(&lock);
    return count;
}
