/* mmap, munmap and madvise. */
#include "pages.h"

#include "annotate.h"
#include "system.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/utsname.h>
#include <unistd.h>

size_t vera_system_page(void)
{
    static atomic_size_t known;
    size_t page = atomic_load_explicit(&known, memory_order_relaxed);
    if (page == 0) {
        page = (size_t)sysconf(_SC_PAGESIZE);
        atomic_store_explicit(&known, page, memory_order_relaxed);
    }
    return page;
}

size_t vera_system_in_pages(size_t size)
{
    size_t page = vera_system_page();
    return (size + page - 1) & ~(page - 1);
}

size_t vera_system_in_runs(size_t size)
{
    return vera_system_in_pages(size);
}

/* Calls that fail count, too. */
static atomic_size_t maps, unmaps, advices, mapped;

static void count(atomic_size_t *counter)
{
    atomic_fetch_add_explicit(counter, 1, memory_order_relaxed);
}

/* Two refusals in a row are remembered for a while: a program that locked all its memory, or is
 * not allowed to advise, would otherwise pay for a call that fails each time that it frees. A
 * single one may be about a few pages, which the program locked. */
struct refusals {
    atomic_uint in_a_row;
    _Atomic(uint64_t) until; /* no call is made before */
};

#define FORGOTTEN_AFTER 1000u /* milliseconds */

static bool is_refused(struct refusals *refusals)
{
    return atomic_load_explicit(&refusals->in_a_row, memory_order_relaxed) > 1 &&
           vera_system_now() < atomic_load_explicit(&refusals->until, memory_order_relaxed);
}

static bool note(struct refusals *refusals, bool done)
{
    if (done) {
        atomic_store_explicit(&refusals->in_a_row, 0, memory_order_relaxed);
    } else {
        atomic_store_explicit(&refusals->until, vera_system_now() + FORGOTTEN_AFTER,
                              memory_order_relaxed);
        atomic_fetch_add_explicit(&refusals->in_a_row, 1, memory_order_relaxed);
    }
    return done;
}

/* Null when the system refuses. */
static void *map(void *addr, size_t size, int access, int flags)
{
    struct vera_error before = vera_error_now();
    count(&maps);
    void *start = mmap(addr, size, access, MAP_PRIVATE | MAP_ANONYMOUS | flags, -1, 0);
    vera_error_restore(before);
    return start != MAP_FAILED ? start : NULL;
}

const struct vera_pages_facts vera_pages_facts = {
    .is_divisible = true,
    .least_sealed = (size_t)1 << 20,
    .most_sealed = 1000, /* a process may have some 65,000 mappings */
};

/* The system aligns to a page. What a larger alignment skips is left to idle runs. */
size_t vera_pages_room(size_t size, size_t align)
{
    return size + (align - vera_system_page());
}

static void *map_anywhere(size_t size, int access)
{
    void *addr = map(NULL, size, access, 0);
    if (addr != NULL) {
        atomic_fetch_add_explicit(&mapped, size, memory_order_relaxed);
    }
    return addr;
}

void *vera_pages_map(size_t size, size_t align)
{
    (void)align;
    return map_anywhere(size, PROT_READ | PROT_WRITE);
}

/* The system accounts private mappings that can be written to, and no others. */
void *vera_pages_reserve(size_t size, size_t align)
{
    (void)align;
    return map_anywhere(size, PROT_NONE);
}

/* A mapping and not mprotect: after that, the pages would still be accounted. */
bool vera_system_seal(void *addr, size_t size)
{
    return map(addr, size, PROT_NONE, MAP_FIXED) != NULL;
}

bool vera_pages_seal(void *addr, size_t size)
{
    static struct refusals refusals;
    return !is_refused(&refusals) && note(&refusals, vera_system_seal(addr, size));
}

/* Whether the system changes nothing when it refuses to replace a mapping: Linux before 6.12 may
 * have unmapped the pages. Asked at the first unseal, because a sandbox may forbid it later. */
static bool keeps_what_it_refuses_to_replace(void)
{
    static atomic_int known; /* 1 or -1 */
    int keeps = atomic_load_explicit(&known, memory_order_relaxed);
    if (keeps == 0) {
        struct utsname system;
        char *rest = "";
        bool asked = uname(&system) >= 0;
        unsigned long major = asked ? strtoul(system.release, &rest, 10) : 0;
        unsigned long minor = *rest == '.' ? strtoul(rest + 1, NULL, 10) : 0;
        keeps = major > 6 || (major == 6 && minor >= 12) ? 1 : -1;
        atomic_store_explicit(&known, keeps, memory_order_relaxed);
    }
    return keeps > 0;
}

#if defined(MAP_FIXED_NOREPLACE)

/* A system that does not know the flag maps pages elsewhere, and is not asked again, because it may
 * refuse to unmap them. */
static atomic_bool maps_elsewhere;

static bool seal_if_free(char *addr, size_t size)
{
    char *start = map(addr, size, PROT_NONE, MAP_FIXED_NOREPLACE);
    if (start != NULL && start != addr) {
        (void)munmap(start, size);
        atomic_store_explicit(&maps_elsewhere, true, memory_order_relaxed);
    }
    return start == addr;
}

/* Nobody else can have mapped the pages if this succeeds. The first page is a try. */
static bool seal_again(char *addr, size_t size)
{
    size_t page = vera_system_page();
    if (atomic_load_explicit(&maps_elsewhere, memory_order_relaxed) || !seal_if_free(addr, page)) {
        return false;
    }
    if (size > page && !seal_if_free(addr + page, size - page)) {
        (void)munmap(addr, page);
        return false;
    }
    return true;
}

#else

/* What is known of other systems is that nothing changes. */
static bool seal_again(char *addr, size_t size)
{
    (void)addr;
    (void)size;
    return true;
}

#endif

enum vera_unsealing vera_pages_unseal(void *addr, size_t size)
{
    bool keeps = keeps_what_it_refuses_to_replace();
    if (map(addr, size, PROT_READ | PROT_WRITE, MAP_FIXED) != NULL) {
        return VERA_PAGES_UNSEALED;
    }
    if (seal_again(addr, size) || keeps) {
        return VERA_PAGES_STILL_SEALED;
    }
    atomic_fetch_sub_explicit(&mapped, size, memory_order_relaxed);
    return VERA_PAGES_LOST;
}

bool vera_pages_unmap(void *addr, size_t size)
{
    struct vera_error before = vera_error_now();
    count(&unmaps);
    vera_annotate_unmapped(addr, size);
    bool done = munmap(addr, size) == 0;
    if (done) {
        atomic_fetch_sub_explicit(&mapped, size, memory_order_relaxed);
    }
    vera_error_restore(before);
    return done;
}

static bool advise(void *addr, size_t size, int advice)
{
    struct vera_error before = vera_error_now();
    count(&advices);
    bool done = madvise(addr, size, advice) == 0;
    vera_error_restore(before);
    return done;
}

static struct refusals purge_refusals;

#if defined(MADV_FREE_REUSABLE)

/* On macOS MADV_DONTNEED takes no page away, and after MADV_FREE pages count as the process's
 * own until the system needs them. After MADV_FREE_REUSABLE they do not count, until
 * MADV_FREE_REUSE. */
bool vera_pages_purge(void *addr, size_t size)
{
    return !is_refused(&purge_refusals) &&
           note(&purge_refusals,
                advise(addr, size, MADV_FREE_REUSABLE) || advise(addr, size, MADV_FREE));
}

/* May fail: then only the system's count of pages is wrong. */
void vera_pages_reuse(void *addr, size_t size)
{
    (void)advise(addr, size, MADV_FREE_REUSE);
}

/* MADV_FREE, because records are used again while a lock is held, and no system call is made
 * then. */
bool vera_system_purge_extent(void *addr, size_t size)
{
    return !is_refused(&purge_refusals) && note(&purge_refusals, advise(addr, size, MADV_FREE));
}

#else

/* Linux takes the pages away at once, and gives new ones, all 0, at the next access. After
 * MADV_FREE they would count as the process's own until the system needs them. */
bool vera_pages_purge(void *addr, size_t size)
{
    return !is_refused(&purge_refusals) && note(&purge_refusals, advise(addr, size, MADV_DONTNEED));
}

void vera_pages_reuse(void *addr, size_t size)
{
    (void)addr;
    (void)size;
}

bool vera_system_purge_extent(void *addr, size_t size)
{
    return vera_pages_purge(addr, size);
}

#endif

struct vera_system_count vera_pages_count(void)
{
    return (struct vera_system_count){
        .mapped = atomic_load_explicit(&mapped, memory_order_relaxed),
        .maps = atomic_load_explicit(&maps, memory_order_relaxed),
        .unmaps = atomic_load_explicit(&unmaps, memory_order_relaxed),
        .advices = atomic_load_explicit(&advices, memory_order_relaxed),
    };
}
