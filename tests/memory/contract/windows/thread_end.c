/* The end of threads and fibers on Windows: calls after the library has seen the thread end,
 * and caches that the next thread takes over.
 */
#include "run.h"
#include "sizes.h"
#include "status.h"
#include "works.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <vera/memory.h>
#include <windows.h>

static void run_in_thread(LPTHREAD_START_ROUTINE act, void *argument)
{
    HANDLE thread = CreateThread(NULL, 0, act, argument, 0, NULL);
    expect(thread != NULL);
    expect(WaitForSingleObject(thread, INFINITE) == WAIT_OBJECT_0);
    CloseHandle(thread);
}

static atomic_int called;
static DWORD slot;

/* Frees what the thread left, and allocates more. */
static void NTAPI on_slot(void *block)
{
    vera_memory_free(block, 5000);
    expect(works_everywhere());
    atomic_fetch_add(&called, 1);
}

static DWORD WINAPI set_slot(void *argument)
{
    (void)argument;
    expect(FlsSetValue(slot, vera_memory_allocate(5000)));
    return 0;
}

START_TEST(in_callbacks_of_fiber_local_data)
{
    slot = FlsAlloc(on_slot);
    ck_assert_uint_ne(slot, FLS_OUT_OF_INDEXES);
    for (int i = 1; i <= 20; i++) {
        run_in_thread(set_slot, NULL);
        ck_assert_int_eq(atomic_load(&called), i);
    }
}
END_TEST

/* The loader calls the program's own TLS callbacks after those of all libraries. */
static atomic_int late;
static atomic_bool is_late;

static void NTAPI on_end(void *image, DWORD what, void *rest)
{
    (void)image;
    (void)rest;
    if (what == DLL_THREAD_DETACH && atomic_load(&is_late)) {
        expect(works_everywhere());
        atomic_fetch_add(&late, 1);
    }
}

__attribute__((section(".CRT$XLY"), used)) static const PIMAGE_TLS_CALLBACK callback = on_end;

static DWORD WINAPI use(void *argument)
{
    (void)argument;
    return works_everywhere() ? 0 : 1;
}

START_TEST(after_the_library_has_seen_the_thread_end)
{
    atomic_store(&is_late, true);
    for (int i = 1; i <= 20; i++) {
        run_in_thread(use, NULL);
        ck_assert_int_eq(atomic_load(&late), i);
    }
}
END_TEST

static DWORD WINAPI use_nothing(void *argument)
{
    (void)argument;
    return 0;
}

/* Late calls must retain nothing: the next thread would not find it. */
static const struct life {
    LPTHREAD_START_ROUTINE act;
    const char *name;
} lives[] = {{use, "threads that end"}, {use_nothing, "threads that end and had no cache"}};

START_TEST(late_calls_leave_nothing)
{
    size_t resident = 0;
    atomic_store(&is_late, true);
    for (size_t i = 0; i < 20 + scaled(200); i++) {
        run_in_thread(lives[_i].act, NULL);
        resident = i == 20 ? status_resident() : resident;
    }
    size_t now = status_resident();
    size_t grown = now > resident ? now - resident : 0;
    figure("late calls in %s: %zu threads, resident memory grew by %zu KiB", lives[_i].name,
           scaled(200), grown >> 10);
    ck_assert_uint_le(grown, (size_t)MIB);
}
END_TEST

enum { KEPT = 100, STACKED = 4 };
static void *kept[KEPT];

/* Allocates and frees as many blocks as fit into a cache, so that they stay there. */
static void keep(size_t count)
{
    for (size_t i = 0; i < count; i++) {
        kept[i] = vera_memory_allocate(1000);
        expect(kept[i] != NULL);
    }
    for (size_t i = 0; i < count; i++) {
        vera_memory_free(kept[i], 1000);
    }
}

static bool was_kept(const void *block)
{
    for (size_t i = 0; i < KEPT; i++) {
        if (kept[i] == block) {
            return true;
        }
    }
    return false;
}

static void *main_fiber;

static void WINAPI live(void *argument)
{
    (void)argument;
    keep(STACKED);
    SwitchToFiber(main_fiber);
}

/* The thread's cache still has these few blocks and hands them out last in, first out. The
 * central lists would hand them out in the order of their addresses. */
START_TEST(a_deleted_fiber_ends_no_cache)
{
    main_fiber = ConvertThreadToFiber(NULL);
    ck_assert_ptr_nonnull(main_fiber);
    void *fiber = CreateFiber(0, live, NULL);
    ck_assert_ptr_nonnull(fiber);
    SwitchToFiber(fiber);
    DeleteFiber(fiber);
    for (size_t i = STACKED; i-- > 0;) {
        ck_assert_ptr_eq(vera_memory_allocate(1000), kept[i]);
    }
}
END_TEST

static DWORD WINAPI keep_in_thread(void *argument)
{
    (void)argument;
    keep(KEPT);
    return 0;
}

/* More than were kept, because slabs hand out slots in another order. */
START_TEST(the_cache_of_an_ended_thread_is_reused)
{
    size_t again = 0;
    run_in_thread(keep_in_thread, NULL);
    for (size_t i = 0; i < 2 * KEPT; i++) {
        again += was_kept(vera_memory_allocate(1000));
    }
    ck_assert_uint_eq(again, KEPT);
}
END_TEST

Suite *suite(void)
{
    Suite *suite = suite_create("thread_end");
    TCase *all = tcase_create("thread_end");
    tcase_add_test(all, in_callbacks_of_fiber_local_data);
    tcase_add_test(all, after_the_library_has_seen_the_thread_end);
    tcase_add_loop_test(all, late_calls_leave_nothing, 0, sizeof lives / sizeof lives[0]);
    tcase_add_test(all, a_deleted_fiber_ends_no_cache);
    tcase_add_test(all, the_cache_of_an_ended_thread_is_reused);
    suite_add_tcase(suite, all);
    return suite;
}
