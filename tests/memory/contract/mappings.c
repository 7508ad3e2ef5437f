/* A process that has all the mappings that the system allows: a request returns a block or
 * null, the process goes on, and all is as before once there are mappings again.
 */
#include "child.h"
#include "pattern.h"
#include "run.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>
#include <vera/memory.h>

enum { BLOCKS = 300, PAGES = 1 << 18, NOT_FULL = 2, NOT_WHOLE = 3, NOT_AGAIN = 4 };

static char *blocks[BLOCKS];

static int64_t size_of(size_t i)
{
    static const int64_t sizes[] = {48, 3000, 60000, 100000, 2000000};
    return sizes[i % (sizeof sizes / sizeof sizes[0])];
}

/* Returns false if errno was not ENOMEM after null. */
static bool take(size_t first, size_t step)
{
    bool said = true;
    for (size_t i = first; i < BLOCKS; i += step) {
        errno = 0;
        blocks[i] = vera_memory_allocate(size_of(i));
        said = said && (blocks[i] != NULL || errno == ENOMEM);
        if (blocks[i] != NULL) {
            pattern_write(blocks[i], (size_t)size_of(i), i);
        }
    }
    return said;
}

static bool give(size_t first, size_t step)
{
    bool whole = true;
    for (size_t i = first; i < BLOCKS; i += step) {
        if (blocks[i] != NULL) {
            whole = whole && pattern_holds(blocks[i], (size_t)size_of(i), i);
            vera_memory_free(blocks[i], size_of(i));
            blocks[i] = NULL;
        }
    }
    return whole;
}

/* Makes every second page readable, so that each page is a mapping of its own. */
static char *use_up_mappings(size_t page)
{
    char *pages = mmap(NULL, PAGES * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    size_t i = 0;
    while (pages != MAP_FAILED && i < PAGES && mprotect(pages + i * page, page, PROT_READ) == 0) {
        i += 2;
    }
    return pages != MAP_FAILED && i < PAGES ? pages : NULL;
}

static size_t mappings(void)
{
    FILE *maps = fopen("/proc/self/maps", "r");
    size_t lines = 0;
    for (int letter; maps != NULL && (letter = fgetc(maps)) != EOF;) {
        lines += letter == '\n';
    }
    if (maps != NULL) {
        fclose(maps);
    }
    return lines;
}

static int live_without_mappings(size_t argument)
{
    (void)argument;
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    if (!take(0, 2)) {
        return NOT_WHOLE;
    }
    char *pages = use_up_mappings(page);
    if (pages == NULL) {
        return NOT_FULL;
    }
    size_t count = mappings();
    bool whole = take(1, 2) && give(0, 3) && take(0, 3) && give(0, 1);
    munmap(pages, PAGES * page);
    figure("mappings: %zu in use, %s", count, whole ? "null or a block, no abort" : "not whole");
    if (!whole) {
        return NOT_WHOLE;
    }
    take(0, 1);
    for (size_t i = 0; i < BLOCKS; i++) {
        if (blocks[i] == NULL) {
            return NOT_AGAIN;
        }
    }
    return give(0, 1) ? EXIT_SUCCESS : NOT_WHOLE;
}

START_TEST(survives_without_new_mappings)
{
    struct child child;
    child_run(&child, "live_without_mappings", 0);
    fputs(child.out, stdout);
    fflush(stdout);
    ck_assert_msg(child.ended_by == 0, "signal %u: %s", child.ended_by, child.err);
    ck_assert_int_eq(child.exit_status, 0);
}
END_TEST

static const struct child_act acts[] = {
    {"live_without_mappings", live_without_mappings},
    {NULL, NULL},
};

Suite *suite(void)
{
    child_offer(acts);
    if (UNDER_SANITIZER) {
        skip_suite("a sanitizer needs mappings of its own");
    }
    if (is_emulated()) {
        skip_suite("an emulator needs mappings of its own");
    }
    Suite *suite = suite_create("mappings");
    TCase *all = tcase_create("mappings");
    tcase_add_test(all, survives_without_new_mappings);
    suite_add_tcase(suite, all);
    return suite;
}
