/* Large blocks: exact on record, claimed once. */
#include "large.h"

#include "layers.h"
#include "map.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdint.h>
#include <string.h>

#define SIZE ((size_t)100000)

static struct vera_large *claim(void *block, size_t size, size_t align)
{
    struct vera_large_form actual;
    return vera_large_claim(block, size, align, &actual);
}

static bool give_back(void *block, size_t size, size_t align)
{
    struct vera_large *large = claim(block, size, align);
    if (large != NULL) {
        vera_large_free(large);
    }
    return large != NULL;
}

START_TEST(is_entered_in_the_map_while_it_lives)
{
    char *block = vera_large_allocate(SIZE, 8);
    ck_assert_ptr_nonnull(block);
    memset(block, 1, SIZE);
    ck_assert_ptr_nonnull(vera_map_find(block).large);
    /* This reservation holds the leaf, whatever other blocks are near. */
    ck_assert(vera_map_reserve(block, 1));
    ck_assert(give_back(block, SIZE, 8));
    ck_assert_ptr_null(vera_map_find(block).large);
    vera_map_unreserve(block, 1);
}
END_TEST

/* More rounds than an extent has records. */
START_TEST(a_record_serves_again)
{
    size_t mapped = 0;
    for (size_t round = 0; round < 6000; round++) {
        void *block = vera_large_allocate(SIZE, 8);
        expect(block != NULL && give_back(block, SIZE, 8));
        mapped = round == 0 ? vera_system_count().mapped : mapped;
    }
    ck_assert_uint_eq(vera_system_count().mapped, mapped);
}
END_TEST

START_TEST(is_aligned)
{
    for (size_t align = 8; align <= (size_t)64 << 20; align *= 2) {
        void *block = vera_large_allocate(SIZE, align);
        ck_assert_ptr_nonnull(block);
        ck_assert_uint_eq((uintptr_t)block % align, 0);
        ck_assert(give_back(block, SIZE, align));
    }
}
END_TEST

START_TEST(another_size_or_alignment_is_refused)
{
    char *block = vera_large_allocate(SIZE, 64);
    ck_assert(!give_back(block, SIZE - 1, 64));
    ck_assert(!give_back(block, SIZE + 1, 64));
    ck_assert(!give_back(block, SIZE, 32));
    ck_assert(!give_back(block, SIZE, 128));
    ck_assert(!give_back(block + 4096, SIZE, 64));
    ck_assert(!give_back(block + 1, SIZE, 64));
    memset(block, 1, SIZE);
    ck_assert(give_back(block, SIZE, 64));
    ck_assert(!give_back(block, SIZE, 64));
}
END_TEST

START_TEST(is_reused_for_as_many_pages)
{
    char *block = vera_large_allocate(SIZE, 8);
    struct vera_large *large = claim(block, SIZE, 8);
    ck_assert_ptr_nonnull(large);
    ck_assert_ptr_null(claim(block, SIZE, 8));
    ck_assert_ptr_null(claim(block + 1, SIZE, 8));
    ck_assert_uint_eq(vera_large_bytes(large), vera_system_in_pages(SIZE));
    ck_assert_ptr_null(vera_large_reuse(large, SIZE + vera_system_page(), 8));
    ck_assert_ptr_null(vera_large_reuse(large, SIZE - vera_system_page(), 8));
    ck_assert_ptr_null(vera_large_reuse(large, SIZE, (size_t)1 << 30));
    ck_assert_ptr_eq(vera_large_reuse(large, SIZE + 1, 64), block);
    ck_assert(!give_back(block, SIZE, 8));
    ck_assert(give_back(block, SIZE + 1, 64));
}
END_TEST

enum { CONTENDERS = 2 };
static void *contested;
static atomic_int winners;
static atomic_size_t arrivals;

/* Waits for the other thread without sleeping, so that both go on at the same moment.
 * Returns true to one of them. */
static bool meet(void)
{
    size_t arrival = atomic_fetch_add(&arrivals, 1);
    size_t all = (arrival / CONTENDERS + 1) * CONTENDERS;
    for (size_t spins = 0; atomic_load(&arrivals) < all; spins++) {
        if (spins % 1000 == 999) {
            sched_yield();
        }
    }
    return arrival + 1 == all;
}

/* One thread allocates, and both free. */
static void *contend(void *argument)
{
    size_t rounds = *(size_t *)argument;
    for (size_t round = 0; round < rounds; round++) {
        if (meet()) {
            expect(atomic_exchange(&winners, 0) == 1);
            contested = vera_large_allocate(SIZE, 8);
        }
        meet();
        if (give_back(contested, SIZE, 8)) {
            atomic_fetch_add(&winners, 1);
        }
    }
    return NULL;
}

START_TEST(only_one_thread_frees_it)
{
    pthread_t threads[CONTENDERS];
    size_t rounds = scaled(50000);
    atomic_store(&winners, 1);
    for (size_t i = 0; i < CONTENDERS; i++) {
        ck_assert_int_eq(pthread_create(&threads[i], NULL, contend, &rounds), 0);
    }
    for (size_t i = 0; i < CONTENDERS; i++) {
        pthread_join(threads[i], NULL);
    }
    ck_assert_int_eq(atomic_load(&winners), 1);
}
END_TEST

START_TEST(no_memory_is_null)
{
    ck_assert_ptr_null(vera_large_allocate((size_t)PTRDIFF_MAX, 8));
    ck_assert_ptr_null(vera_large_allocate(SIZE, (size_t)1 << 31));
    void *block = vera_large_allocate(SIZE, 8);
    ck_assert_ptr_nonnull(block);
    ck_assert(give_back(block, SIZE, 8));
}
END_TEST

TCase *large_cases(void)
{
    TCase *all = tcase_create("large");
    tcase_add_test(all, is_entered_in_the_map_while_it_lives);
    tcase_add_test(all, a_record_serves_again);
    tcase_add_test(all, is_aligned);
    tcase_add_test(all, is_reused_for_as_many_pages);
    tcase_add_test(all, another_size_or_alignment_is_refused);
    tcase_add_test(all, only_one_thread_frees_it);
    tcase_add_test(all, no_memory_is_null);
    return all;
}
