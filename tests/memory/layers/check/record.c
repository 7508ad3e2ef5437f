/* The records of check mode: what is read is of one use, and only that use is claimed. */
#include "check/record.h"

#include "layers.h"

#include <pthread.h>
#include <stdatomic.h>

/* A block whose numbers all follow from one. */
static void fill(struct vera_check_block *block, size_t number)
{
    block->kind = VERA_CHECK_RUN;
    block->base = (char *)(uintptr_t)(number * 0x1000);
    block->start = block->base + number % 100;
    block->room = number;
    block->size = number + 1;
    block->align = (size_t)8 << number % 8;
    block->allocated = (const void *)(uintptr_t)(number + 2);
    block->freed = NULL;
    block->generation = (unsigned)number;
}

static bool is_filled(const struct vera_check_block *block)
{
    struct vera_check_block other;
    fill(&other, block->room);
    return block->kind == other.kind && block->base == other.base && block->start == other.start &&
           block->size == other.size && block->align == other.align &&
           block->allocated == other.allocated && block->generation == other.generation;
}

static void begin(struct vera_check_block *block, size_t number)
{
    fill(block, number);
    vera_check_record_begin(block, VERA_CHECK_LIVE);
}

static void end(struct vera_check_block *block)
{
    expect(vera_check_record_claim(block));
    vera_check_record_end(block);
}

START_TEST(a_block_is_read_as_it_was_written)
{
    struct vera_check_record *record = vera_check_record_take();
    struct vera_check_block block = {.record = record};
    struct vera_check_block seen;
    expect(!vera_check_record_read(record, &seen));
    begin(&block, 1234);
    expect(vera_check_record_read(record, &seen));
    expect(is_filled(&seen) && seen.room == 1234 && seen.state == VERA_CHECK_LIVE);
    expect(vera_check_record_claim(&seen));
    seen.freed = &block;
    vera_check_record_free(&seen);
    expect(vera_check_record_read(record, &block));
    expect(block.state == VERA_CHECK_FREED && block.freed == &block);
    vera_check_record_end(&block);
    expect(!vera_check_record_read(record, &seen));
    vera_check_record_give(record);
}
END_TEST

START_TEST(a_block_is_claimed_once)
{
    struct vera_check_record *record = vera_check_record_take();
    struct vera_check_block block = {.record = record};
    begin(&block, 1);
    struct vera_check_block same = block;
    expect(vera_check_record_claim(&block));
    expect(!vera_check_record_claim(&same));
    vera_check_record_unclaim(&block);
    expect(vera_check_record_claim(&same));
    vera_check_record_end(&same);
    vera_check_record_give(record);
}
END_TEST

START_TEST(the_next_block_in_a_record_is_not_taken_for_the_last)
{
    struct vera_check_record *record = vera_check_record_take();
    struct vera_check_block block = {.record = record};
    begin(&block, 1);
    struct vera_check_block last = block;
    end(&block);
    begin(&block, 1);
    expect(!vera_check_record_claim(&last));
    end(&block);
    vera_check_record_give(record);
}
END_TEST

/* More records than a table has. */
START_TEST(every_record_is_different)
{
    enum { RECORDS = 3 * VERA_CHECK_TABLE };
    static struct vera_check_block blocks[RECORDS];
    for (size_t i = 0; i < RECORDS; i++) {
        blocks[i].record = vera_check_record_take();
        begin(&blocks[i], i);
    }
    for (size_t i = 0; i < RECORDS; i++) {
        struct vera_check_block seen;
        expect(vera_check_record_read(blocks[i].record, &seen) && seen.room == i);
        end(&blocks[i]);
        vera_check_record_give(blocks[i].record);
    }
}
END_TEST

struct reader {
    struct vera_check_record *record;
    atomic_bool done;
    size_t torn;
};

static void *read_all_the_time(void *argument)
{
    struct reader *reader = argument;
    while (!atomic_load(&reader->done)) {
        struct vera_check_block seen;
        if (vera_check_record_read(reader->record, &seen) && !is_filled(&seen)) {
            reader->torn++;
        }
    }
    return NULL;
}

START_TEST(what_is_read_meanwhile_is_of_one_use)
{
    struct reader reader = {.record = vera_check_record_take()};
    struct vera_check_block block = {.record = reader.record};
    pthread_t thread;
    ck_assert_int_eq(pthread_create(&thread, NULL, read_all_the_time, &reader), 0);
    for (size_t i = 0; i < scaled(1000000); i++) {
        begin(&block, i);
        end(&block);
    }
    atomic_store(&reader.done, true);
    ck_assert_int_eq(pthread_join(thread, NULL), 0);
    ck_assert_uint_eq(reader.torn, 0);
}
END_TEST

TCase *check_record_cases(void)
{
    TCase *all = tcase_create("check record");
    tcase_add_test(all, a_block_is_read_as_it_was_written);
    tcase_add_test(all, a_block_is_claimed_once);
    tcase_add_test(all, the_next_block_in_a_record_is_not_taken_for_the_last);
    tcase_add_test(all, every_record_is_different);
    tcase_add_test(all, what_is_read_meanwhile_is_of_one_use);
    return all;
}
