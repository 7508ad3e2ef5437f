/* Free memory goes back to the system: most of it at once, and what is retained after a
 * second, and not before.
 */
#include "chain.h"
#include "run.h"
#include "sizes.h"
#include "status.h"

#include <time.h>
#include <vera/memory.h>

#define AT_ONCE ((size_t)(16 * MIB))
#define LATER ((size_t)(2 * MIB))

/* Bytes to free: 1 GiB at a scale of 8 or more. */
static size_t freed(void)
{
    size_t bytes = scaled((size_t)(128 * MIB));
    return bytes < (size_t)GIB ? bytes : (size_t)GIB;
}

/* The smallest blocks need the most of the library's own records. */
static const int64_t sizes[] = {16, 64, 256, 4 * KIB, 64 * KIB, 65 * KIB, 20 * MIB};

static size_t above(size_t start)
{
    size_t now = status_resident();
    return now > start ? now - start : 0;
}

START_TEST(goes_back)
{
    struct chain chain = {.size = sizes[_i]};
    size_t count = freed() / (size_t)chain.size;
    vera_memory_free(vera_memory_allocate(1), 1);
    size_t start = status_resident();
    ck_assert_uint_eq(chain_add(&chain, count), count);
    chain_free(&chain, SIZE_MAX);
    size_t at_once = above(start);
    nanosleep(&(struct timespec){.tv_sec = 1, .tv_nsec = 100000000}, NULL);
    vera_memory_free(vera_memory_allocate(MIB), MIB);
    size_t later = above(start);
    figure("%zu MiB in blocks of %lld bytes: freed, %zu KiB stay, and a second later %zu KiB",
           freed() >> 20, (long long)chain.size, at_once >> 10, later >> 10);
    ck_assert_uint_le(at_once, AT_ONCE);
    ck_assert_uint_le(later, LATER);
}
END_TEST

static uint64_t milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

/* Frees 6 MiB, and calls again after more than half a second. Returns how much went then, or
 * SIZE_MAX if more than a second passed meanwhile. */
static size_t gone_after_half_a_second(void)
{
    struct chain chain = {.size = 100 * KIB};
    ck_assert_uint_eq(chain_add(&chain, 60), 60);
    uint64_t start = milliseconds();
    chain_free(&chain, SIZE_MAX);
    size_t retained = status_resident();
    nanosleep(&(struct timespec){.tv_nsec = 700000000}, NULL);
    vera_memory_free(vera_memory_allocate(MIB), MIB);
    size_t now = status_resident();
    size_t gone = retained > now ? retained - now : 0;
    return milliseconds() - start < 1000 ? gone : SIZE_MAX;
}

START_TEST(stays_for_a_second)
{
    size_t gone;
    while ((gone = gone_after_half_a_second()) == SIZE_MAX) {
    }
    figure("what goes within a second: %zu KiB", gone >> 10);
    ck_assert_uint_le(gone, (size_t)MIB);
}
END_TEST

Suite *suite(void)
{
    if (status_skipped() != NULL) {
        skip_suite(status_skipped());
    }
    Suite *suite = suite_create("idle");
    TCase *all = tcase_create("idle");
    tcase_add_loop_test(all, goes_back, 0, sizeof sizes / sizeof sizes[0]);
    tcase_add_test(all, stays_for_a_second);
    suite_add_tcase(suite, all);
    return suite;
}
