/* The thread cache: it grows with use, up to its bounds, shrinks with age, and
 * passes to another thread when its own ends.
 */
#include "registry.h"

#include "environment.h"
#include "layers.h"
#include "loan.h"
#include "misuse.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <vera/memory.h>

static void *pop(unsigned class)
{
    vera_registry_begin();
    void *block = vera_cache_pop(vera_thread_cache(), class);
    return block != NULL ? block : vera_cache_take(vera_registry_own(), class);
}

static bool give(struct vera_cache *cache, unsigned class, void *block)
{
    struct vera_faults faults = {.count = 0};
    bool sound = vera_cache_give(cache, class, block, &faults);
    vera_faults_report(&faults);
    return sound;
}

static void push(unsigned class, void *block)
{
    vera_registry_begin();
    if (!vera_cache_push(vera_thread_cache(), class, block)) {
        ck_assert(give(vera_registry_own(), class, block));
    }
}

static void flush(void)
{
    struct vera_faults faults = {.count = 0};
    vera_registry_flush_own(&faults);
    vera_faults_report(&faults);
}

static void age(uint64_t now)
{
    struct vera_faults faults = {.count = 0};
    vera_registry_age_own(now, 1000, &faults);
    ck_assert_uint_eq(faults.count, 0);
}

static size_t capacity(unsigned class)
{
    unsigned level = vera_thread_cache()->levels[class];
    return level > 0 ? ((size_t)1 << level) - 2 : 0;
}

static size_t held(unsigned class)
{
    return vera_cache_count(vera_thread_cache(), class);
}

static size_t held_bytes(void)
{
    size_t bytes = 0;
    for (unsigned class = 0; class < VERA_CLASS_COUNT; ++class) {
        bytes += held(class) * vera_class_size(class);
    }
    return bytes;
}

/* Takes `count` blocks of a class and frees them again. */
static void use(unsigned class, size_t count)
{
    void **blocks = calloc(count, sizeof *blocks);
    ck_assert_ptr_nonnull(blocks);
    for (size_t i = 0; i < count; i++) {
        blocks[i] = pop(class);
        ck_assert_ptr_nonnull(blocks[i]);
    }
    for (size_t i = 0; i < count; i++) {
        push(class, blocks[i]);
    }
    free(blocks);
}

START_TEST(the_static_caches_are_empty_and_full)
{
    for (size_t i = 0; i < VERA_CACHE_REASONS; i++) {
        struct vera_cache cache = vera_cache_none[i];
        for (unsigned class = 0; class < VERA_CLASS_COUNT; ++class) {
            ck_assert_ptr_null(vera_cache_pop(&cache, class));
            ck_assert(!vera_cache_push(&cache, class, &cache));
        }
    }
}
END_TEST

START_TEST(it_starts_small_and_grows)
{
    ck_assert_ptr_eq(vera_thread_cache(), &vera_cache_none[VERA_CACHE_REASON_NEW]);
    use(4, 1);
    ck_assert_ptr_ne(vera_thread_cache(), &vera_cache_none[VERA_CACHE_REASON_NEW]);
    ck_assert_uint_eq(capacity(4), 6);
    use(4, 4000);
    ck_assert_uint_eq(capacity(4), 1022);
    ck_assert_uint_eq(capacity(5), 0);
}
END_TEST

/* A few blocks of each class, which count in no bound. */
static size_t few_bytes(void)
{
    size_t bytes = 0;
    for (unsigned class = 0; class < VERA_CLASS_COUNT; ++class) {
        size_t size = vera_class_size(class);
        bytes += 6 * size <= 32 * 1024 ? 6 * size : 2 * size;
    }
    return bytes;
}

static void use_all(size_t count)
{
    for (unsigned round = 0; round < 3; round++) {
        for (unsigned class = 0; class < VERA_CLASS_COUNT; ++class) {
            use(class, count);
        }
    }
}

/* By what README.md says. */
START_TEST(it_is_bounded_in_bytes)
{
    use_all(1500);
    ck_assert_uint_le(held_bytes(), (512u << 10) + (8u << 20) + few_bytes());
    ck_assert_uint_ge(held_bytes(), 4u << 20);
    ck_assert_uint_le(vera_thread_cache()->borrowed, 8u << 20);
    for (unsigned class = 0; class < VERA_CLASS_COUNT; ++class) {
        ck_assert_uint_le(capacity(class) * vera_class_size(class), 512u << 10);
    }
}
END_TEST

static void *use_while_all_is_lent(void *unused)
{
    for (size_t i = 0; i < 40; i++) {
        use(i % 2 == 0 ? 4 : 40, 3000);
    }
    use(87, 1);
    ck_assert_uint_eq(vera_thread_cache()->borrowed, 0);
    ck_assert_uint_le(held_bytes(), (512u << 10) + few_bytes());
    ck_assert_uint_gt(capacity(87), 0);
    return unused;
}

/* What one has borrowed, another cannot have until that is paid back. */
START_TEST(all_caches_share_a_loan)
{
    pthread_t thread;
    ck_assert(vera_loan_take(VERA_LOAN_MOST));
    ck_assert(!vera_loan_take(1));
    ck_assert_int_eq(pthread_create(&thread, NULL, use_while_all_is_lent, NULL), 0);
    pthread_join(thread, NULL);
    vera_loan_give(VERA_LOAN_MOST);
    use_all(1500);
    size_t borrowed = vera_thread_cache()->borrowed;
    ck_assert_uint_gt(borrowed, 4u << 20);
    ck_assert(!vera_loan_take(VERA_LOAN_MOST - borrowed + 1));
    ck_assert(vera_loan_take(VERA_LOAN_MOST - borrowed));
    vera_loan_give(VERA_LOAN_MOST - borrowed);
    for (uint64_t second = 1; second < 12; second++) {
        age(vera_thread_cache()->flushed + 1000);
    }
    ck_assert_uint_eq(vera_thread_cache()->borrowed, 0);
    ck_assert(vera_loan_take(VERA_LOAN_MOST));
    vera_loan_give(VERA_LOAN_MOST + 1); /* more than is lent */
    ck_assert(vera_loan_take(VERA_LOAN_MOST));
    ck_assert(!vera_loan_take(1));
}
END_TEST

/* When the others have taken all room, too. */
START_TEST(no_class_is_without_a_stack)
{
    ck_assert(vera_loan_take(VERA_LOAN_MOST));
    for (unsigned class = 0; class < VERA_CLASS_COUNT; ++class) {
        use(class, 1500);
    }
    for (unsigned class = 0; class < VERA_CLASS_COUNT; ++class) {
        ck_assert_uint_ge(capacity(class), class < VERA_CLASS_OF_SIZE(5120) ? 6 : 2);
    }
}
END_TEST

static void *use_and_end(void *unused)
{
    use(4, 4000);
    ck_assert_uint_eq(capacity(4), 1022);
    for (unsigned class = 40; class < 50; ++class) {
        use(class, 1000);
    }
    ck_assert_uint_gt(vera_thread_cache()->borrowed, 0);
    return unused;
}

static void *use_little(void *unused)
{
    use(5, 1);
    ck_assert_uint_eq(capacity(4), 0);
    ck_assert_uint_eq(vera_thread_cache()->borrowed, 0);
    return unused;
}

START_TEST(a_new_thread_does_not_need_what_the_last_did)
{
    pthread_t thread;
    ck_assert_int_eq(pthread_create(&thread, NULL, use_and_end, NULL), 0);
    pthread_join(thread, NULL);
    ck_assert(vera_loan_take(VERA_LOAN_MOST));
    ck_assert_int_eq(pthread_create(&thread, NULL, use_little, NULL), 0);
    pthread_join(thread, NULL);
}
END_TEST

/* The block that was freed last is allocated next, because it is in the
 * processor's cache. */
START_TEST(it_is_a_stack)
{
    use(4, 100);
    void *one = pop(4);
    void *two = pop(4);
    push(4, one);
    push(4, two);
    ck_assert_ptr_eq(pop(4), two);
    ck_assert_ptr_eq(pop(4), one);
}
END_TEST

/* Freeing the sentinel of a full stack as if it were a block is misuse, but no real block
 * may be lost by it. */
START_TEST(a_sentinel_that_is_freed_makes_no_stack_full)
{
    use(4, 2);
    size_t before = held(4);
    void *block = pop(4);
    push(4, VERA_CACHE_FULL);
    ck_assert_ptr_eq(pop(4), VERA_CACHE_FULL);
    push(4, block);
    ck_assert_uint_eq(held(4), before);
    ck_assert_ptr_eq(pop(4), block);
}
END_TEST

/* Freeing the block on top is misuse, and leaves the stack as it is. */
static void check_refused(void *top)
{
    size_t before = held(4);
    errno = 0;
    vera_memory_free(top, (int64_t)vera_class_size(4));
    ck_assert_int_eq(errno, EINVAL);
    ck_assert_uint_eq(held(4), before);
}

/* That is found out before a full stack is flushed, too. */
START_TEST(the_block_on_top_is_not_pushed_again)
{
    enum { MOST = 1022 };
    void *blocks[MOST];
    environment_set("VERA_MEMORY_MISUSE", "report");
    vera_misuse_read_setting();
    use(4, 4000);
    for (size_t i = 0; i < MOST; i++) {
        blocks[i] = pop(4);
    }
    flush();
    ck_assert(!vera_cache_is_top(vera_thread_cache(), 4, blocks[0]));
    for (size_t i = 0; i < MOST; i++) {
        ck_assert(vera_cache_push(vera_thread_cache(), 4, blocks[i]));
        ck_assert(!vera_cache_push(vera_thread_cache(), 4, blocks[i]));
        ck_assert(!vera_cache_is_top(vera_thread_cache(), 5, blocks[i]));
        if (i == 0 || i + 1 == MOST) {
            check_refused(blocks[i]);
        }
    }
    ck_assert_uint_eq(held(4), capacity(4));
}
END_TEST

/* Without a stack the block itself goes to the central list; otherwise others do. */
START_TEST(misuse_of_another_block_is_not_this_frees)
{
    static char foreign;
    environment_set("VERA_MEMORY_MISUSE", "report");
    vera_misuse_read_setting();
    ck_assert(!give(NULL, 4, &foreign));
    push(4, &foreign);
    use(4, 1000);
    flush();
    ck_assert_uint_eq(vera_misuse_count(), 2);
}
END_TEST

START_TEST(age_flushes_and_shrinks_it)
{
    use(4, 4000);
    use(6, 1);
    uint64_t now = vera_thread_cache()->flushed;
    size_t before = held(4);
    age(now + 999);
    ck_assert_uint_eq(held(4), before);
    age(now + 1000);
    ck_assert_uint_eq(held_bytes(), 0);
    ck_assert_uint_eq(capacity(4), 510);
    ck_assert_uint_eq(capacity(6), 0);
    for (uint64_t second = 2; second < 12; second++) {
        age(now + 1000 * second);
    }
    ck_assert_uint_eq(capacity(4), 0);
    ck_assert_uint_eq(vera_thread_cache()->room, VERA_CACHE_BYTES);
    use(4, 10);
}
END_TEST

static void *use_and_return_cache(void *argument)
{
    (void)argument;
    use(4, 500);
    return vera_thread_cache();
}

START_TEST(it_passes_to_the_next_thread)
{
    void *first = NULL;
    for (size_t i = 0; i < 20; i++) {
        pthread_t thread;
        void *cache = NULL;
        ck_assert_int_eq(pthread_create(&thread, NULL, use_and_return_cache, NULL), 0);
        pthread_join(thread, &cache);
        ck_assert_ptr_nonnull(cache);
        first = first == NULL ? cache : first;
        ck_assert_ptr_eq(cache, first);
        for (unsigned class = 0; class < VERA_CLASS_COUNT; ++class) {
            ck_assert_ptr_null(*((struct vera_cache *)cache)->tops[class]);
        }
    }
}
END_TEST

START_TEST(without_a_key_nothing_is_cached)
{
    pthread_key_t key;
    while (pthread_key_create(&key, NULL) == 0) {
    }
    use(4, 1000);
    ck_assert_ptr_eq(vera_thread_cache(), &vera_cache_none[VERA_CACHE_REASON_BARRED]);
    ck_assert_uint_eq(held_bytes(), 0);
}
END_TEST

TCase *cache_cases(void)
{
    TCase *all = tcase_create("cache");
    tcase_add_test(all, the_static_caches_are_empty_and_full);
    tcase_add_test(all, it_starts_small_and_grows);
    tcase_add_test(all, it_is_bounded_in_bytes);
    tcase_add_test(all, all_caches_share_a_loan);
    tcase_add_test(all, no_class_is_without_a_stack);
    tcase_add_test(all, a_new_thread_does_not_need_what_the_last_did);
    tcase_add_test(all, it_is_a_stack);
    tcase_add_test(all, a_sentinel_that_is_freed_makes_no_stack_full);
    tcase_add_test(all, the_block_on_top_is_not_pushed_again);
    tcase_add_test(all, misuse_of_another_block_is_not_this_frees);
    tcase_add_test(all, age_flushes_and_shrinks_it);
    tcase_add_test(all, it_passes_to_the_next_thread);
    if (layers_need_keys) {
        tcase_add_test(all, without_a_key_nothing_is_cached);
    } else {
        skip_test("without_a_key_nothing_is_cached", "a thread's end is reported without a key");
    }
    return all;
}
