/* The process's map, held against the arena's extents and the parts of a trail: nothing that
 * anybody can write to lies within 64 KiB of the records in them.
 */
#include "arena.h"
#include "layers.h"
#include "maps.h"
#include "trail.h"

#include <pthread.h>
#include <vera/memory.h>

enum { MOST = 16384, BLOCKS = 20000, LARGE = 400 };

static struct mapping mappings[MOST];
static size_t mapping_count;

/* Many blocks of many sizes, so that records of each kind fill more than one extent, and
 * mappings of blocks come between extents. */
static void *use(void *argument)
{
    static const int64_t sizes[] = {8, 48, 200, 1000, 5000, 70000, 400000};
    for (size_t i = 0; i < BLOCKS; i++) {
        int64_t size = sizes[i % (i < 7 * LARGE ? 7 : 5)];
        expect(vera_memory_allocate(size) != NULL);
    }
    return argument;
}

static void use_in_threads(void)
{
    pthread_t threads[4];
    for (size_t i = 0; i < 4; i++) {
        expect(pthread_create(&threads[i], NULL, use, NULL) == 0);
    }
    for (size_t i = 0; i < 4; i++) {
        pthread_join(threads[i], NULL);
    }
}

struct findings {
    size_t extents;
    uintptr_t least; /* bytes from an extent's body to something writable */
};

static void measure_body(uintptr_t start, uintptr_t end, struct findings *findings)
{
    size_t own = 0;
    for (size_t i = 0; i < mapping_count; i++) {
        const struct mapping *mapping = &mappings[i];
        bool is_own = mapping->start == start && mapping->end == end;
        uintptr_t distance = mapping->end <= start   ? start - mapping->end
                             : mapping->start >= end ? mapping->start - end
                                                     : 0;
        own += is_own && mapping->is_writable;
        if (mapping->is_writable && !is_own && distance < findings->least) {
            findings->least = distance;
        }
    }
    ck_assert_uint_eq(own, 1);
    findings->extents++;
}

/* An extent between its guards. */
static void measure(const void *extent, void *argument)
{
    uintptr_t start = (uintptr_t)extent;
    measure_body(start + VERA_GUARD, start + VERA_EXTENT - VERA_GUARD, argument);
}

START_TEST(nothing_writable_is_near_an_extent)
{
    struct findings findings = {0, UINTPTR_MAX};
    use_in_threads();
    mapping_count = maps_read(mappings, MOST);
    ck_assert_uint_lt(mapping_count, MOST);
    vera_arena_each_extent(measure, &findings);
    figure("extents: %zu, the nearest that is writable is %zu KiB away", findings.extents,
           (size_t)(findings.least >> 10));
    ck_assert_uint_gt(findings.extents, 2);
    ck_assert_uint_ge(findings.least, 65536);
}
END_TEST

/* The records of the side heap lie in such parts. */
START_TEST(nothing_writable_is_near_a_part_of_a_trail)
{
    enum { PARTS = 20 };
    struct findings findings = {0, UINTPTR_MAX};
    uintptr_t parts[PARTS];
    for (size_t i = 0; i < PARTS; i++) {
        parts[i] = (uintptr_t)vera_trail_new_part();
        ck_assert_uint_ne(parts[i], 0);
        ck_assert_ptr_nonnull(vera_memory_allocate(400000));
    }
    mapping_count = maps_read(mappings, MOST);
    ck_assert_uint_lt(mapping_count, MOST);
    for (size_t i = 0; i < PARTS; i++) {
        measure_body(parts[i], parts[i] + VERA_TRAIL_PART, &findings);
    }
    ck_assert_uint_ge(findings.least, 65536);
}
END_TEST

TCase *extents_cases(void)
{
    TCase *all = tcase_create("extents");
    if (maps_read(mappings, MOST) > 0) {
        tcase_add_test(all, nothing_writable_is_near_an_extent);
        tcase_add_test(all, nothing_writable_is_near_a_part_of_a_trail);
    } else {
        skip_test("nothing_writable_is_near_an_extent", "there is no /proc/self/maps");
        skip_test("nothing_writable_is_near_a_part_of_a_trail", "there is no /proc/self/maps");
    }
    return all;
}
