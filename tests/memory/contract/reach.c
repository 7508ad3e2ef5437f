/* Nothing of the library's lies within 64 KiB of a block. Blocks of many sizes are written past
 * and before, at the first and the last of slabs, chunks and mappings, each in a child: the write
 * itself faults, or all sound calls that follow work. None of these depends on what the blocks
 * beside hold, because that is the program's own affair.
 */
#include "maps.h"
#include "mode.h"
#include "posix/forked.h"
#include "posix/victims.h"
#include "run.h"
#include "sizes.h"
#include "sound.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <vera/memory.h>

struct kind {
    int64_t size, align;
};

static const int64_t sizes[] = {
    8,         16,        64,        100,       256,      1024,        4096,
    10000,     16 * KIB,  40000,     64 * KIB,  65537,    128 * KIB,   192 * KIB,
    256 * KIB, 384 * KIB, 512 * KIB, 768 * KIB, 1 * MIB,  3 * MIB / 2, 2 * MIB,
    3 * MIB,   4 * MIB,   6 * MIB,   8 * MIB,   12 * MIB, 16 * MIB,    24 * MIB,
};
static const struct kind aligned[] = {
    {4096, 4096}, {100, 8192}, {64 * KIB, 64 * KIB}, {100000, 1 * MIB}};
enum { SIZES = sizeof sizes / sizeof *sizes, KINDS = SIZES + sizeof aligned / sizeof *aligned };

static struct kind kind_at(size_t index)
{
    return index < SIZES ? (struct kind){sizes[index], 8} : aligned[index - SIZES];
}

static const size_t reaches[] = {1, 64, 4096, 32768, 65536};
enum { REACHES = sizeof reaches / sizeof *reaches };

/* A record may hold counts, addresses and bits. An overflow writes all bytes up to the last, and
 * a stray write only the last ones; but for a short way they are the same. */
enum way { OVERFLOW, STRAY, WAYS };
enum { STRAY_SIZE = 64 };
static const unsigned char values[WAYS] = {[OVERFLOW] = 0xff, [STRAY] = 0x01};

/* How a child ends. */
enum { WORKS, FAULTS, FAILS };

/* What was writable before the library's first call is not the library's, but for its variables.
 * Nothing is written there: a stack or a variable of the C library may lie next to a block. */
enum { MOST_MAPPINGS = 16384 };
static struct mapping others[MOST_MAPPINGS];
static size_t other_count;

/* How many bytes from `at` on, up or down, are not of others. */
static size_t until_others(const char *at, bool up, size_t most)
{
    uintptr_t from = (uintptr_t)at;
    size_t free = most;
    for (size_t i = 0; i < other_count; i++) {
        const struct mapping *other = &others[i];
        uintptr_t distance = up ? other->start - from : from + 1 - other->end;
        bool is_ahead = up ? other->start >= from : other->end <= from + 1;
        if (other->is_writable && !other->is_of_library && is_ahead && distance < free) {
            free = distance;
        }
    }
    return free;
}

/* The blocks of one kind, by address. */
enum { MOST_BLOCKS = 200000 };
static char *blocks[MOST_BLOCKS];
static size_t block_count;

static int by_address(const void *one, const void *other)
{
    uintptr_t first = (uintptr_t) * (char *const *)one;
    uintptr_t second = (uintptr_t) * (char *const *)other;
    return (first > second) - (first < second);
}

/* More than a chunk of them, but at least four. In check mode each of them costs more, and the
 * first have guards. */
static void allocate_blocks(const struct kind *kind)
{
    size_t wanted = (size_t)(5 * MIB / 4 / kind->size);
    wanted = wanted < 4 ? 4 : wanted < MOST_BLOCKS ? wanted : MOST_BLOCKS;
    wanted = mode_is_check() && wanted > 600 ? 600 : wanted;
    for (block_count = 0; block_count < wanted; block_count++) {
        blocks[block_count] = vera_memory_allocate_aligned(kind->size, kind->align);
        expect(blocks[block_count] != NULL);
    }
    qsort(blocks, block_count, sizeof *blocks, by_address);
}

/* In check mode, what was written over may be named when it is freed. */
static void free_blocks(const struct kind *kind)
{
    for (size_t i = 0; i < block_count && !mode_is_check(); i++) {
        vera_memory_free_aligned(blocks[i], kind->size, kind->align);
    }
}

static bool all_works(const struct kind *kind)
{
    bool works = sound_calls(100);
    free_blocks(kind);
    return works && sound_calls_of(kind->size, 200) && sound_calls(300) && sound_calls_of_threads();
}

static volatile sig_atomic_t is_writing;

static void end_child(int signal)
{
    (void)signal;
    _exit(is_writing ? FAULTS : FAILS);
}

static void catch_faults(void)
{
    static const int signals[] = {SIGSEGV, SIGBUS, SIGABRT};
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        sigaction(signals[i], &(struct sigaction){.sa_handler = end_child}, NULL);
    }
}

/* Writes the bytes from `first` to `end`, counted from `at`, up or down. */
static void write_beside(volatile char *at, bool up, size_t first, size_t end, unsigned char value)
{
    is_writing = 1;
    for (size_t i = first; i < end; i++) {
        *(up ? at + i : at - i) = (char)value;
    }
    is_writing = 0;
}

struct reach {
    const struct kind *kind;
    char *block;
    bool up;
    size_t size;
    enum way way;
};

static _Noreturn void be_child(const struct reach *reach)
{
    char *at = reach->up ? reach->block + reach->kind->size : reach->block - 1;
    int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    dup2(nowhere, STDERR_FILENO);
    catch_faults();
    size_t first = reach->way == STRAY && reach->size > STRAY_SIZE ? reach->size - STRAY_SIZE : 0;
    size_t end = until_others(at, reach->up, reach->size);
    write_beside(at, reach->up, first, end, values[reach->way]);
    _exit(all_works(reach->kind) ? WORKS : FAILS);
}

/* Shared with the process that tests a kind. */
struct counts {
    size_t works, faults, fails;
};

static void try_one(const struct reach *reach, struct counts *counts)
{
    pid_t child = forked_begin();
    expect(child >= 0);
    if (child == 0) {
        be_child(reach);
    }
    int status = forked_wait(child);
    counts->works += status == WORKS;
    counts->faults += status == FAULTS;
    counts->fails += status != WORKS && status != FAULTS;
    if (status != WORKS && status != FAULTS) {
        printf("# %s %zu bytes %s a block of %lld at alignment %lld: %s\n",
               reach->way == STRAY ? "a stray write" : "all", reach->size,
               reach->up ? "past" : "before", (long long)reach->kind->size,
               (long long)reach->kind->align, status == FORKED_HUNG ? "hung" : "failed");
    }
}

/* Check mode leaves out what is nearly the same, because each child takes longer. */
static void try_block(const struct kind *kind, char *block, bool up, struct counts *counts)
{
    for (size_t i = 0; i < REACHES; i++) {
        for (enum way way = OVERFLOW; way < WAYS; way++) {
            if (!mode_is_check() || way == OVERFLOW || reaches[i] > STRAY_SIZE) {
                try_one(&(struct reach){kind, block, up, reaches[i], way}, counts);
            }
        }
    }
}

static void try_kind(const struct kind *kind, bool is_used, struct counts *counts)
{
    other_count = maps_read(others, MOST_MAPPINGS);
    expect(!is_used || sound_calls(1));
    allocate_blocks(kind);
    for (int up = 0; up < 2; up++) {
        struct victims victims =
            victims_choose(blocks, block_count, kind->size, kind->align, up != 0);
        for (size_t i = 0; i < victims.count; i++) {
            try_block(kind, victims.blocks[i], up != 0, counts);
        }
    }
    fflush(stdout);
}

static void try_kind_apart(const struct kind *kind, bool is_used, struct counts *counts)
{
    pid_t child = forked_begin();
    if (child == 0) {
        alarm(0); /* each of its own children has a watchdog */
        try_kind(kind, is_used, counts);
        _exit(0);
    }
    expect(forked_wait(child) == 0);
}

/* Each kind in a process of its own: in one where nothing was allocated yet, and in one where
 * much was freed. In check mode that would wait in the quarantine, and be named when it was
 * written over. */
START_TEST(no_record_is_within_64_KiB_of_a_block)
{
    struct counts *counts =
        mmap(NULL, sizeof *counts, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    ck_assert_ptr_ne(counts, MAP_FAILED);
    fflush(NULL);
    /* An emulator takes twenty times as long. */
    for (size_t i = 0; i < KINDS; i += is_emulated() ? 11 : 1) {
        struct kind kind = kind_at(i);
        try_kind_apart(&kind, false, counts);
        if (!mode_is_check()) {
            try_kind_apart(&kind, true, counts);
        }
    }
    figure("writes beside blocks: %zu fault themselves, %zu change nothing, %zu do harm",
           counts->faults, counts->works, counts->fails);
    ck_assert_uint_eq(counts->fails, 0);
    /* Some way past the last of a mapping. An emulator's few kinds may come before others. */
    ck_assert(is_emulated() || counts->faults > 0);
}
END_TEST

Suite *suite(void)
{
    static struct mapping mapping;
    if (UNDER_SANITIZER) {
        skip_suite("a sanitizer reports such writes itself");
    }
    const char *emulator = getenv("VERA_TEST_EMULATOR");
    if (emulator != NULL && strstr(emulator, "valgrind") != NULL) {
        skip_suite("memcheck reports such writes itself");
    }
    if (maps_read(&mapping, 1) == 0) {
        skip_suite("there is no /proc/self/maps");
    }
    Suite *suite = suite_create("reach");
    TCase *all = tcase_create("reach");
    tcase_add_test(all, no_record_is_within_64_KiB_of_a_block);
    suite_add_tcase(suite, all);
    return suite;
}
