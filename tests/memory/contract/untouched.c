/* In fast mode a free touches neither the block nor anything next to it: blocks whose pages the
 * program made inaccessible can be freed, and leave the caches.
 */
#include "run.h"

#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>
#include <vera/memory.h>

enum { BLOCKS = 3000 };

static const int64_t sizes[] = {16, 1000, 5000, 60000, 100000};

/* All pages that have a part of the block. */
static void seal(char *block, int64_t size)
{
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    uintptr_t start = (uintptr_t)block & ~(page - 1);
    uintptr_t end = ((uintptr_t)block + (uintptr_t)size + page - 1) & ~(page - 1);
    ck_assert_int_eq(mprotect((void *)start, end - start, PROT_NONE), 0);
}

/* Enough of the small ones for caches to be flushed and slabs to be closed. */
START_TEST(a_free_touches_no_block)
{
    static char *blocks[BLOCKS];
    int64_t size = sizes[_i];
    size_t count = size < 5000 ? BLOCKS : BLOCKS / 10;
    for (size_t i = 0; i < count; i++) {
        blocks[i] = vera_memory_allocate(size);
        ck_assert_ptr_nonnull(blocks[i]);
    }
    for (size_t i = 0; i < count; i++) {
        seal(blocks[i], size);
    }
    for (size_t i = 0; i < count; i++) {
        vera_memory_free(blocks[i], size);
    }
}
END_TEST

Suite *suite(void)
{
    Suite *suite = suite_create("untouched");
    TCase *all = tcase_create("untouched");
    tcase_add_loop_test(all, a_free_touches_no_block, 0, sizeof sizes / sizeof sizes[0]);
    suite_add_tcase(suite, all);
    return suite;
}
