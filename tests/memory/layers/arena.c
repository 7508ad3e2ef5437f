/* The arena: what it gives is all 0, aligned, and never overlaps, in any thread. */
#include "arena.h"

#include "layers.h"

#include <pthread.h>
#include <stdint.h>
#include <string.h>

#define RECORDS 400u

static bool is_zero(const char *bytes, size_t size)
{
    return size == 0 || (bytes[0] == 0 && memcmp(bytes, bytes + 1, size - 1) == 0);
}

/* Takes records of many sizes and fills each. A record that is not all 0, or that
 * another one overwrites, overlaps. */
static void *take_records(void *argument)
{
    char mark = *(char *)argument;
    char *records[RECORDS];
    for (size_t i = 0; i < RECORDS; i++) {
        size_t size = 1 + i * 37 % 3000;
        records[i] = vera_arena_take(size);
        expect(records[i] != NULL);
        expect((uintptr_t)records[i] % VERA_ARENA_LINE == 0);
        expect(is_zero(records[i], size));
        memset(records[i], mark, size);
    }
    for (size_t i = 0; i < RECORDS; i++) {
        size_t size = 1 + i * 37 % 3000;
        expect(records[i][0] == mark);
        expect(records[i][size - 1] == mark);
        memset(records[i], mark, size);
    }
    return NULL;
}

START_TEST(records_do_not_overlap)
{
    pthread_t threads[4];
    static char marks[] = {1, 2, 3, 4};
    for (size_t i = 0; i < 4; i++) {
        expect(pthread_create(&threads[i], NULL, take_records, &marks[i]) == 0);
    }
    for (size_t i = 0; i < 4; i++) {
        pthread_join(threads[i], NULL);
    }
}
END_TEST

START_TEST(the_largest_fills_an_extent)
{
    for (size_t i = 0; i < 3; i++) {
        char *record = vera_arena_take(VERA_ARENA_MAX);
        expect(record != NULL);
        expect(is_zero(record, VERA_ARENA_MAX));
        memset(record, 1, VERA_ARENA_MAX);
    }
}
END_TEST

TCase *arena_cases(void)
{
    TCase *all = tcase_create("arena");
    tcase_add_test(all, records_do_not_overlap);
    tcase_add_test(all, the_largest_fills_an_extent);
    return all;
}
