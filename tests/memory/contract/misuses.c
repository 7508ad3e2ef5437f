/* The cases, and the table of them. */
#include "misuses.h"

#include "pattern.h"
#include "sizes.h"

#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <vera/memory.h>

/* Volatile, because a compiler warns of what is done here on purpose. */
static void *(*volatile allocate)(int64_t, int64_t) = vera_memory_allocate_aligned;
static void (*volatile free_plain)(void *, int64_t) = vera_memory_free;
static void (*volatile free_aligned)(void *, int64_t, int64_t) = vera_memory_free_aligned;

static size_t refused; /* calls that set errno to EINVAL */

static void give(void *block, int64_t size)
{
    errno = 0;
    free_plain(block, size);
    refused += errno == EINVAL;
}

static void give_aligned(void *block, int64_t size, int64_t align)
{
    errno = 0;
    free_aligned(block, size, align);
    refused += errno == EINVAL;
}

/* Before the misuse; its address is what the table does not know. */
static void accuse(const struct misuse *misuse, const void *block)
{
    printf("vera_memory: misuse: ");
    printf(misuse->line, block);
    printf("\n");
    fflush(stdout);
}

static void require(bool condition)
{
    if (!condition) {
        printf("the case could not be brought about\n");
        exit(EXIT_FAILURE);
    }
}

/* Blocks whose frees flush whatever is in the cache beside them. They are
 * allocated before the misuse, which may put what is no block into the cache. */
enum { STOCK = 600, HALF = STOCK / 2 };
static char *stock[STOCK];
static struct amount stocked;

static void stock_up(struct amount amount)
{
    stocked = amount;
    for (size_t i = 0; i < STOCK; i++) {
        stock[i] = allocate(amount.size, amount.align);
    }
}

/* Null where there was no such block. */
static void flush_some(size_t first, size_t end)
{
    for (size_t i = first; i < end; i++) {
        give_aligned(stock[i], stocked.size, stocked.align);
    }
}

static void flush(void)
{
    flush_some(0, STOCK);
}

/* What can only fail makes the library let go of all that is idle. */
static void release(void)
{
    require(allocate((int64_t)1 << 62, 8) == NULL);
}

/* A block that is given back with a wrong size, alignment or address, and is
 * then still there for whoever does it right. */
static void give_wrongly(const struct misuse *misuse, bool aligned)
{
    struct amount asked = misuse->asked;
    struct amount given = misuse->given;
    char *block = allocate(asked.size, asked.align);
    /* Where a page begins, what lies before it may be another slab. */
    while ((uintptr_t)block % 4096 == 0 && misuse->offset < 0) {
        block = allocate(asked.size, asked.align);
    }
    stock_up(given);
    accuse(misuse, block + misuse->offset);
    if (aligned) {
        give_aligned(block + misuse->offset, given.size, given.align);
    } else {
        give(block + misuse->offset, given.size);
    }
    flush();
    give_aligned(block, asked.size, asked.align);
}

static void plain(const struct misuse *misuse)
{
    give_wrongly(misuse, false);
}

static void aligned(const struct misuse *misuse)
{
    give_wrongly(misuse, true);
}

/* Freed twice. */

static char *begin_twice(const struct misuse *misuse)
{
    char *block = allocate(misuse->asked.size, 8);
    stock_up(misuse->given);
    accuse(misuse, block);
    give(block, misuse->asked.size);
    return block;
}

static void twice(const struct misuse *misuse)
{
    give(begin_twice(misuse), misuse->given.size);
    flush();
}

static void twice_after_another(const struct misuse *misuse)
{
    char *block = begin_twice(misuse);
    flush_some(0, 1);
    give(block, misuse->given.size);
    flush_some(1, STOCK);
}

static void twice_after_the_flush(const struct misuse *misuse)
{
    char *block = begin_twice(misuse);
    flush_some(0, HALF);
    give(block, misuse->given.size);
    flush_some(HALF, STOCK);
}

/* The first half of the stock has the slab to itself. */
static void twice_after_the_slab_went(const struct misuse *misuse)
{
    char *block = begin_twice(misuse);
    flush_some(0, HALF);
    release();
    give(block, misuse->given.size);
    flush_some(HALF, STOCK);
}

static void *give_48(void *block)
{
    free_plain(block, 48);
    return NULL;
}

static void twice_from_two_threads(const struct misuse *misuse)
{
    pthread_t thread;
    require(pthread_create(&thread, NULL, give_48, begin_twice(misuse)) == 0);
    pthread_join(thread, NULL);
    flush();
}

/* What was not allocated. */

static void foreign(const struct misuse *misuse)
{
    void *address = misuse->address();
    stock_up((struct amount){48, 8});
    accuse(misuse, address);
    give(address, misuse->given.size);
    flush();
}

static void *on_the_stack(void)
{
    return __builtin_frame_address(0);
}

static void *global(void)
{
    return stock;
}

static void *mapped(void)
{
    void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    require(page != MAP_FAILED);
    return page;
}

/* Part of a reservation, so that no later mapping comes there. */
static void *unmapped(void)
{
    void *pages = mmap(NULL, 8192, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    require(pages != MAP_FAILED);
    return pages;
}

static void *from_libc(void)
{
    return malloc(48);
}

static void *non_canonical(void)
{
    return (void *)0xDEADBEEFDEADB000;
}

static void *near_null(void)
{
    return (void *)8;
}

static void *the_last_address(void)
{
    return (void *)UINTPTR_MAX;
}

/* In a namespace of its own, with a C library of its own. */
static void *from_a_second_copy(void)
{
    Dl_info own;
    require(dladdr((void *)(uintptr_t)vera_memory_allocate, &own) != 0);
    void *library = dlmopen(LM_ID_NEWLM, own.dli_fname, RTLD_NOW);
    require(library != NULL);
    void *(*copy)(int64_t);
    *(void **)&copy = dlsym(library, "vera_memory_allocate");
    require(copy != NULL && copy != vera_memory_allocate);
    return copy(48);
}

/* Counts below 0. */

static char bytes[64];

static void copy_negative(const struct misuse *misuse)
{
    accuse(misuse, bytes);
    errno = 0;
    vera_memory_copy_memory(bytes, bytes + 8, misuse->given.size);
    refused += errno == EINVAL;
}

static void set_negative(const struct misuse *misuse)
{
    accuse(misuse, bytes);
    errno = 0;
    vera_memory_set_memory(bytes, 1, misuse->given.size);
    refused += errno == EINVAL;
}

static void zero_negative(const struct misuse *misuse)
{
    accuse(misuse, bytes);
    errno = 0;
    vera_memory_zero_memory(bytes, misuse->given.size);
    refused += errno == EINVAL;
}

/* The line comes whole, and the thread ends no earlier than it wants to. */
static void *cancel_and_give(void *block)
{
    pthread_cancel(pthread_self());
    give(block, -1);
    give(block, 100);
    pthread_testcancel();
    return NULL;
}

static void while_cancellation_is_pending(const struct misuse *misuse)
{
    pthread_t thread;
    void *result;
    void *block = allocate(misuse->asked.size, 8);
    accuse(misuse, block);
    require(pthread_create(&thread, NULL, cancel_and_give, block) == 0);
    pthread_join(thread, &result);
    require(result == PTHREAD_CANCELED);
}

/* What a line says of what was given, and of what was expected. */
#define AS(range) "free(%p, " range " bytes): "
#define AS_48 AS("41 to 48")
#define AS_64 AS("57 to 64")
#define AS_100 AS("97 to 104")
#define AT(size, align) "free(%p, " size " bytes at alignment " align "): "
#define AS_LARGE AT("100000", "8")
#define FOREIGN "expected an address that was allocated here"
#define INTERIOR "expected the start of a block, not a place inside one"
#define TWICE "expected a block that was not freed before"
#define NONE_THERE FOREIGN " and not freed before"
#define SIZE_RANGE "expected 0 to 9223372036854775807 bytes"
#define POWER "expected a power of two"

const struct misuse misuses[] = {
    {"class up", plain, AS_64 "expected 25 to 32 bytes", .asked = {32, 8}, .given = {64, 8}},
    {"class down", plain, AS("25 to 32") "expected 57 to 64 bytes", .asked = {64, 8},
     .given = {32, 8}},
    {"next class", plain, AS("49153 to 53248") "expected 53249 to 57344 bytes", .asked = {55000, 8},
     .given = {50000, 8}},
    {"small as large", plain, AS_LARGE "expected 97 to 104 bytes", .asked = {100, 8},
     .given = {100000, 8}},
    {"small as largest", plain, AT("9223372036854775807", "8") "expected 97 to 104 bytes",
     .asked = {100, 8}, .given = {INT64_MAX, 8}},
    {"large as small", plain, AS_100 "expected the size of the large block there",
     .asked = {100000, 8}, .given = {100, 8}},
    {"large by one", plain, AT("100001", "8") "expected 100000 bytes at alignment 8",
     .asked = {100000, 8}, .given = {100001, 8}},
    {"negative size", plain, "free(%p, -100 bytes): " SIZE_RANGE, .asked = {100, 8},
     .given = {-100, 8}},
    {"least size", plain, "free(%p, -9223372036854775808 bytes): " SIZE_RANGE, .asked = {100000, 8},
     .given = {INT64_MIN, 8}},
    {"negative size, aligned", aligned, "free_aligned(%p, -1 bytes): " SIZE_RANGE,
     .asked = {100, 64}, .given = {-1, 64}},

    {"aligned as plain", plain, AS_100 "expected 121 to 128 bytes", .asked = {100, 64},
     .given = {100, 8}},
    {"plain as aligned", aligned, AS("121 to 128") "expected 97 to 104 bytes", .asked = {100, 8},
     .given = {100, 64}},
    {"alignment up", aligned, AS("241 to 256") "expected 121 to 128 bytes", .asked = {100, 64},
     .given = {100, 256}},
    {"alignment down", aligned, AS("105 to 112") "expected 121 to 128 bytes", .asked = {100, 64},
     .given = {100, 16}},
    {"alignment far up", aligned, AT("100", "1048576") "expected 97 to 104 bytes",
     .asked = {100, 8}, .given = {100, MIB}},
    {"large alignment up", aligned, AT("100000", "128") "expected 100000 bytes at alignment 64",
     .asked = {100000, 64}, .given = {100000, 128}},
    {"large alignment down", plain, AS_LARGE "expected 100000 bytes at alignment 8192",
     .asked = {100000, 8192}, .given = {100000, 8}},
    {"alignment 0", aligned, "free_aligned(%p, 100 bytes at alignment 0): " POWER,
     .asked = {100, 8}, .given = {100, 0}},
    {"alignment 3", aligned, "free_aligned(%p, 100000 bytes at alignment 3): " POWER,
     .asked = {100000, 8}, .given = {100000, 3}},
    {"alignment 24", aligned, "free_aligned(%p, 100 bytes at alignment 24): " POWER,
     .asked = {100, 8}, .given = {100, 24}},
    {"alignment -8", aligned, "free_aligned(%p, 100 bytes at alignment -8): " POWER,
     .asked = {100, 8}, .given = {100, -8}},
    {"least alignment", aligned,
     "free_aligned(%p, 100 bytes at alignment -9223372036854775808): " POWER, .asked = {100, 8},
     .given = {100, INT64_MIN}},

    {"twice", twice, AS_48 TWICE, .asked = {48, 8}, .given = {48, 8}},
    {"twice, large", twice, AS_LARGE NONE_THERE, .asked = {100000, 8}, .given = {100000, 8}},
    {"twice, large and then small", twice, AS_48 FOREIGN, .asked = {100000, 8}, .given = {48, 8}},
    {"twice, after another", twice_after_another, AS_48 TWICE, .asked = {48, 8}, .given = {48, 8}},
    {"twice, after the flush", twice_after_the_flush, AS_48 TWICE, .asked = {48, 8},
     .given = {48, 8}},
    {"twice, after the slab went", twice_after_the_slab_went, AS("61441 to 65536") FOREIGN,
     .asked = {65536, 8}, .given = {65536, 8}},
    {"twice, from two threads", twice_from_two_threads, AS_48 TWICE, .asked = {48, 8},
     .given = {48, 8}},

    {"1 byte in", plain, AS_64 INTERIOR, .asked = {64, 8}, .given = {64, 8}, .offset = 1},
    {"8 bytes in", plain, AS_64 INTERIOR, .asked = {64, 8}, .given = {64, 8}, .offset = 8},
    {"half a slot in", plain, AS_64 INTERIOR, .asked = {64, 8}, .given = {64, 8}, .offset = 32},
    {"last byte", plain, AS_64 INTERIOR, .asked = {64, 8}, .given = {64, 8}, .offset = 63},
    {"8 bytes before", plain, AS_64 INTERIOR, .asked = {64, 8}, .given = {64, 8}, .offset = -8},
    {"a page in", plain, AS("15361 to 16384") INTERIOR, .asked = {16384, 8}, .given = {16384, 8},
     .offset = 4096},
    {"8 bytes into a large block", plain, AS_LARGE NONE_THERE, .asked = {100000, 8},
     .given = {100000, 8}, .offset = 8},
    {"a page into a large block", plain, AS_LARGE NONE_THERE, .asked = {100000, 8},
     .given = {100000, 8}, .offset = 4096},

    {"on the stack", foreign, AS_48 FOREIGN, .address = on_the_stack, .given = {48, 8}},
    {"global", foreign, AS_48 FOREIGN, .address = global, .given = {48, 8}},
    {"mapped", foreign, AS_48 FOREIGN, .address = mapped, .given = {48, 8}},
    {"unmapped", foreign, AS_48 FOREIGN, .address = unmapped, .given = {48, 8}},
    {"from libc", foreign, AS_48 FOREIGN, .address = from_libc, .given = {48, 8}},
    {"near null", foreign, AS_48 FOREIGN, .address = near_null, .given = {48, 8}},
    {"non-canonical", foreign, AS_48 FOREIGN, .address = non_canonical, .given = {48, 8}},
    {"the last address", foreign, AS_48 FOREIGN, .address = the_last_address, .given = {48, 8}},
    {"mapped, as large", foreign, AS_LARGE NONE_THERE, .address = mapped, .given = {100000, 8}},
    {"non-canonical, as large", foreign, AS_LARGE NONE_THERE, .address = non_canonical,
     .given = {100000, 8}},

    {"copy", copy_negative, "copy_memory(%p, -1 bytes): " SIZE_RANGE, .given = {-1, 8}},
    {"copy, least", copy_negative, "copy_memory(%p, -9223372036854775808 bytes): " SIZE_RANGE,
     .given = {INT64_MIN, 8}},
    {"set", set_negative, "set_memory(%p, -64 bytes): " SIZE_RANGE, .given = {-64, 8}},
    {"zero", zero_negative, "zero_memory(%p, -2 bytes): " SIZE_RANGE, .given = {-2, 8}},

    {"while cancellation is pending", while_cancellation_is_pending,
     "free(%p, -1 bytes): " SIZE_RANGE, .asked = {100, 8}, .given = {-1, 8}},
    {"from a second copy", foreign, AS_48 FOREIGN, .address = from_a_second_copy, .given = {48, 8}},
};
const size_t misuses_count = sizeof misuses / sizeof misuses[0];

/* Whether blocks are still whole, apart from each other, and taken back without
 * a word, and the library can let go of everything. */
static bool goes_on(void)
{
    static const int64_t sizes[] = {32, 48, 64, 100, 128, 256, 16384, 65536, 100000};
    bool holds = true;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        stock_up((struct amount){sizes[i], 8});
        for (size_t k = 0; k < STOCK; k++) {
            pattern_write(stock[k], 32, k);
        }
        for (size_t k = 0; k < STOCK; k++) {
            holds = holds && pattern_holds(stock[k], 32, k);
        }
        flush();
    }
    release();
    return holds;
}

void misuses_commit(const char *name)
{
    for (size_t i = 0; i < misuses_count; i++) {
        if (strcmp(misuses[i].name, name) == 0) {
            misuses[i].commit(&misuses[i]);
        }
    }
    if (!goes_on()) {
        printf("blocks are not whole\n");
    }
    if (refused != 1) {
        printf("errno was EINVAL after %zu calls\n", refused);
    }
    fflush(stdout);
}
