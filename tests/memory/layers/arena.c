/* The arena: spans are all 0, lie on lines and never overlap, in any thread; and extents lie
 * between guards.
 */
#include "arena.h"

#include "layers.h"

#include <pthread.h>
#include <stdint.h>
#include <string.h>

enum { SPANS = 40, THREADS = 4 };

static bool is_zero(const char *bytes, size_t size)
{
    return bytes[0] == 0 && memcmp(bytes, bytes + 1, size - 1) == 0;
}

static bool is_filled(const char *bytes, size_t size, char mark)
{
    return bytes[0] == mark && memcmp(bytes, bytes + 1, size - 1) == 0;
}

/* Fills spans with a mark. One that is not all 0 at first, or not all marks at the end,
 * overlaps with another. */
static void *take_spans(void *argument)
{
    char mark = *(char *)argument;
    struct vera_span *spans[SPANS];
    for (size_t i = 0; i < SPANS; i++) {
        spans[i] = vera_arena_take_span();
        expect(spans[i] != NULL);
        char *start = spans[i]->start;
        expect((uintptr_t)start % VERA_ARENA_LINE == 0);
        expect(is_zero(start, vera_arena_bytes(spans[i])));
        memset(start, mark, vera_arena_bytes(spans[i]));
    }
    for (size_t i = 0; i < SPANS; i++) {
        expect(is_filled(spans[i]->start, vera_arena_bytes(spans[i]), mark));
    }
    return NULL;
}

START_TEST(spans_do_not_overlap)
{
    pthread_t threads[THREADS];
    static char marks[THREADS] = {1, 2, 3, 4};
    for (size_t i = 0; i < THREADS; i++) {
        expect(pthread_create(&threads[i], NULL, take_spans, &marks[i]) == 0);
    }
    for (size_t i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
    }
}
END_TEST

START_TEST(every_byte_of_a_span_leads_to_it)
{
    for (size_t i = 0; i < SPANS; i++) {
        struct vera_span *span = vera_arena_take_span();
        char *start = span->start;
        for (size_t offset = 0; offset < vera_arena_bytes(span); offset += VERA_ARENA_LINE) {
            expect(vera_arena_find_span(start + offset) == span);
        }
        expect(vera_arena_find_span(start + vera_arena_bytes(span) - 1) == span);
    }
}
END_TEST

struct reach {
    const char *start, *end; /* of a span */
    bool is_inside;
};

static void look(const void *extent, void *argument)
{
    struct reach *reach = argument;
    const char *from = (const char *)extent + VERA_GUARD;
    const char *to = (const char *)extent + VERA_EXTENT - VERA_GUARD;
    reach->is_inside = reach->is_inside || (from <= reach->start && reach->end <= to);
}

START_TEST(spans_lie_between_the_guards_of_an_extent)
{
    for (size_t i = 0; i < SPANS; i++) {
        struct vera_span *span = vera_arena_take_span();
        char *start = span->start;
        struct reach reach = {start, start + vera_arena_bytes(span), false};
        vera_arena_each_extent(look, &reach);
        expect(reach.is_inside);
    }
}
END_TEST

TCase *arena_cases(void)
{
    TCase *all = tcase_create("arena");
    tcase_add_test(all, spans_do_not_overlap);
    tcase_add_test(all, every_byte_of_a_span_leads_to_it);
    tcase_add_test(all, spans_lie_between_the_guards_of_an_extent);
    return all;
}
