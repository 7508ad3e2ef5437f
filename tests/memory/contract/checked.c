/* Check mode: each misuse is named at once, with where the block was allocated and
 * freed; or, where a page guards the block, ends the program at the instruction.
 *
 * The mode is read when the library is loaded. So for every case this program is
 * begun anew, and finds in its environment that it is the case.
 */
#include "child.h"
#include "run.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <vera/memory.h>

#define CASE "VERA_TEST_CHECKED"

/* In the dynamic symbol table, so that lines name them; the barriers keep the calls
 * from becoming jumps. */
#define NAMED __attribute__((noinline, visibility("default")))
NAMED void *allocated_here(int64_t size, int64_t align);
NAMED void freed_here(void *block, int64_t size, int64_t align);
NAMED void *allocated_there(int64_t size);

void *allocated_here(int64_t size, int64_t align)
{
    void *block = vera_memory_allocate_aligned(size, align);
    __asm__ volatile("" ::: "memory");
    return block;
}

void freed_here(void *block, int64_t size, int64_t align)
{
    vera_memory_free_aligned(block, size, align);
    __asm__ volatile("" ::: "memory");
}

void *allocated_there(int64_t size)
{
    void *block = vera_memory_allocate(size);
    __asm__ volatile("" ::: "memory");
    return block;
}

static char *take(int64_t size)
{
    return allocated_here(size, 8);
}

static void give(void *block, int64_t size)
{
    freed_here(block, size, 8);
}

/* Says which line comes next: the driver compares. */
static void accuse(const char *format, const void *block)
{
    printf("vera_memory: misuse: ");
    printf(format, block);
    printf("\n");
    fflush(stdout);
}

#define ALLOCATED "; allocated at (allocated_here)"
#define FREED "; freed at (freed_here)"
#define GIVEN(size, align) "free_aligned(%p, " size " bytes at alignment " align "): "
#define TWICE "expected a block that was not freed before" ALLOCATED FREED
#define BESIDE "free_aligned(%p, 100 bytes): expected nothing to be written beside it; "
#define AFTER "free(%p, 100 bytes): expected nothing to be written after it; "
#define STAY "expected to stay in the 100 bytes of the block, "

static void another_size(void)
{
    char *block = take(100);
    accuse(GIVEN("101", "8") "expected 100 bytes at alignment 8" ALLOCATED, block);
    give(block, 101);
    give(block, 100);
}

static void another_class(void)
{
    char *block = take(100);
    accuse(GIVEN("1000", "8") "expected 100 bytes at alignment 8" ALLOCATED, block);
    give(block, 1000);
    give(block, 100);
}

static void a_small_size_for_a_large_block(void)
{
    char *block = take(100000);
    accuse(GIVEN("100", "8") "expected 100000 bytes at alignment 8" ALLOCATED, block);
    give(block, 100);
    give(block, 100000);
}

static void another_alignment(void)
{
    char *block = allocated_here(100, 64);
    accuse(GIVEN("100", "32") "expected 100 bytes at alignment 64" ALLOCATED, block);
    freed_here(block, 100, 32);
    freed_here(block, 100, 64);
}

static void a_huge_alignment(void)
{
    char *block = allocated_here(100, 1 << 20);
    accuse(GIVEN("100", "8") "expected 100 bytes at alignment 1048576" ALLOCATED, block);
    give(block, 100);
    freed_here(block, 100, 1 << 20);
}

static void twice(void)
{
    char *block = take(100);
    give(block, 100);
    accuse(GIVEN("100", "8") TWICE, block);
    give(block, 100);
}

static void twice_and_large(void)
{
    char *block = take(100000);
    give(block, 100000);
    accuse(GIVEN("100000", "8") TWICE, block);
    give(block, 100000);
}

static void twice_after_others(void)
{
    char *block = take(100);
    give(block, 100);
    for (size_t i = 0; i < 100; i++) {
        give(take(100), 100);
    }
    accuse(GIVEN("100", "8") TWICE, block);
    give(block, 100);
}

static char *interior; /* what the line says is the start */

static void accuse_of_interior(const char *format, const char *block, const char *given)
{
    char line[200];
    snprintf(line, sizeof line, format, "%p", (const void *)block);
    accuse(line, given);
}

static void the_inside(void)
{
    interior = take(100);
    accuse_of_interior("free_aligned(%s, 92 bytes at alignment 8): expected the start of the "
                       "block, %p" ALLOCATED,
                       interior, interior + 8);
    give(interior + 8, 92);
    give(interior, 100);
}

static void the_last_byte(void)
{
    interior = take(100);
    accuse_of_interior("free_aligned(%s, 1 bytes at alignment 8): expected the start of the "
                       "block, %p" ALLOCATED,
                       interior, interior + 99);
    give(interior + 99, 1);
    give(interior, 100);
}

static void foreign(void)
{
    static char global[100];
    accuse(GIVEN("100", "8") "expected an address that was allocated here", global);
    give(global, 100);
}

static void unmapped(void)
{
    void *address = (void *)0xDEADBEEFDEADB000;
    accuse(GIVEN("100", "8") "expected an address that was allocated here", address);
    give(address, 100);
}

static void copy_past_the_end(void)
{
    char *block = take(100);
    char *other = take(200);
    accuse_of_interior("copy_memory(%s, 100 bytes): " STAY "%p" ALLOCATED, block, block + 1);
    vera_memory_copy_memory(block + 1, other, 100);
    give(block, 100);
    give(other, 200);
}

static void copy_from_past_the_end(void)
{
    char *block = take(100);
    char *other = take(200);
    accuse_of_interior("copy_memory(%s, 101 bytes): " STAY "%p" ALLOCATED, block, block);
    vera_memory_copy_memory(other, block, 101);
    give(block, 100);
    give(other, 200);
}

static void copy_that_overlaps(void)
{
    char *block = take(100);
    vera_memory_copy_memory(block, block + 50, 50); /* apart */
    vera_memory_copy_memory(block, block, 100);     /* the same */
    accuse_of_interior("copy_memory(%s, 50 bytes): expected not to overlap the source, %p",
                       block + 49, block);
    vera_memory_copy_memory(block, block + 49, 50);
    give(block, 100);
}

static void set_past_the_end(void)
{
    char *block = take(100);
    accuse_of_interior("set_memory(%s, 101 bytes): " STAY "%p" ALLOCATED, block, block);
    vera_memory_set_memory(block, 1, 101);
    give(block, 100);
}

static void set_before_the_start(void)
{
    char *block = take(100);
    accuse_of_interior("set_memory(%s, 8 bytes): " STAY "%p" ALLOCATED, block, block - 8);
    vera_memory_set_memory(block - 8, 1, 8);
    give(block, 100);
}

static void zero_past_the_end(void)
{
    char *block = take(100);
    accuse_of_interior("zero_memory(%s, 2 bytes): " STAY "%p" ALLOCATED, block, block + 99);
    vera_memory_zero_memory(block + 99, 2);
    give(block, 100);
}

static void set_of_a_freed_block(void)
{
    char *block = take(100);
    give(block, 100);
    accuse("set_memory(%p, 1 bytes): expected a block that is not freed" ALLOCATED FREED, block);
    vera_memory_set_memory(block, 1, 1);
}

/* What only canaries find, or a guard. */

static void overflow(void)
{
    char *block = take(100);
    accuse(BESIDE "byte 1 after it was" ALLOCATED, block);
    block[100] = 1;
    give(block, 100);
    give(block, 100);
}

static void overflow_by_ten(void)
{
    char *block = take(100);
    accuse(BESIDE "byte 10 after it was" ALLOCATED, block);
    block[109] = 1;
    give(block, 100);
    give(block, 100);
}

/* As far as the slot goes: every byte is the same as the next. */
static void overflow_of_a_whole_side(void)
{
    char *block = take(100);
    accuse(BESIDE "byte 1 after it was" ALLOCATED, block);
    memset(block + 100, 1, 28);
    give(block, 100);
    give(block, 100);
}

static void underflow(void)
{
    char *block = take(100);
    accuse(BESIDE "byte 1 before it was" ALLOCATED, block);
    block[-1] = 1;
    give(block, 100);
    give(block, 100);
}

static void write_after_free(void)
{
    char *block = take(100);
    give(block, 100);
    accuse(AFTER "byte 3 of it was" ALLOCATED FREED, block);
    block[3] = 1;
    for (size_t i = 0; i < 20; i++) {
        give(take(200000), 200000);
    }
}

/* With a guard: a size that is a multiple of the alignment ends where it begins. */

static void write_past_a_guard(void)
{
    volatile char *block = take(104);
    block[104] = 1;
}

static void read_past_a_guard(void)
{
    const volatile char *block = take(100000);
    exit(block[100000]);
}

static void write_into_freed_pages(void)
{
    volatile char *block = take(100);
    give((void *)block, 100);
    block[3] = 1;
}

static void read_of_freed_pages(void)
{
    const volatile char *block = take(100000);
    give((void *)block, 100000);
    exit(block[7]);
}

/* What was not freed, and the lines that say so. */

static void leaks(void)
{
    for (int64_t size = 1; size <= 3; size++) {
        give(take(1000), 1000);
        (void)!allocated_here(size, 8);
    }
    puts("vera_memory: leak: 3 blocks, 6 bytes, allocated at (allocated_here)");
    puts("vera_memory: leak: 3 blocks, 6 bytes, not freed in all");
    fflush(stdout);
}

/* Places come in the order of their addresses, whatever that of the blocks is. */
static void leaks_of_two_places(void)
{
    bool here_first = (uintptr_t)allocated_here < (uintptr_t)allocated_there;
    (void)!allocated_there(10);
    (void)!allocated_here(10, 8);
    (void)!allocated_there(10);
    (void)!allocated_here(10, 8);
    (void)!allocated_here(10, 8);
    static const char here[] =
        "vera_memory: leak: 3 blocks, 30 bytes, allocated at (allocated_here)";
    static const char there[] =
        "vera_memory: leak: 2 blocks, 20 bytes, allocated at (allocated_there)";
    puts(here_first ? here : there);
    puts(here_first ? there : here);
    puts("vera_memory: leak: 5 blocks, 50 bytes, not freed in all");
    fflush(stdout);
}

static void leaks_of_a_child(void)
{
    (void)!allocated_here(10, 8);
    pid_t child = child_fork();
    if (child == 0) {
        (void)!allocated_here(1, 8);
        puts("vera_memory: leak: 1 block, 1 byte, allocated at (allocated_here)");
        puts("vera_memory: leak: 1 block, 1 byte, not freed in all");
        exit(EXIT_SUCCESS);
    }
    child_wait(child);
    puts("vera_memory: leak: 1 block, 10 bytes, allocated at (allocated_here)");
    puts("vera_memory: leak: 1 block, 10 bytes, not freed in all");
    fflush(stdout);
}

static const struct named {
    const char *name;
    void (*commit)(void);
} lines[] = {
    {"another size", another_size},
    {"another class", another_class},
    {"a small size for a large block", a_small_size_for_a_large_block},
    {"another alignment", another_alignment},
    {"a huge alignment", a_huge_alignment},
    {"twice", twice},
    {"twice and large", twice_and_large},
    {"twice after others", twice_after_others},
    {"the inside", the_inside},
    {"the last byte", the_last_byte},
    {"foreign", foreign},
    {"unmapped", unmapped},
    {"copy past the end", copy_past_the_end},
    {"copy from past the end", copy_from_past_the_end},
    {"copy that overlaps", copy_that_overlaps},
    {"set past the end", set_past_the_end},
    {"set before the start", set_before_the_start},
    {"zero past the end", zero_past_the_end},
    {"set of a freed block", set_of_a_freed_block},
    /* From here on only where no page guards the block. */
    {"overflow", overflow},
    {"overflow by ten", overflow_by_ten},
    {"overflow of a whole side", overflow_of_a_whole_side},
    {"underflow", underflow},
    {"write after free", write_after_free},
};
enum { LINES = sizeof lines / sizeof lines[0], UNGUARDED = 5 };

static const struct named ends[] = {
    {"leaks", leaks},
    {"leaks of two places", leaks_of_two_places},
    {"leaks of a child", leaks_of_a_child},
};
enum { ENDS = sizeof ends / sizeof ends[0] };

static const struct named guards[] = {
    {"write past a guard", write_past_a_guard},
    {"read past a guard", read_past_a_guard},
    {"write into freed pages", write_into_freed_pages},
    {"read of freed pages", read_of_freed_pages},
};
enum { GUARDS = sizeof guards / sizeof guards[0] };

struct order {
    const char *name;
    const char *misuse;
    const char *pages;
};

static int begin_with_words_that_are_not_known(const void *argument)
{
    (void)argument;
    setenv(CASE, "none", 1);
    setenv("VERA_MEMORY_MODE", "Check", 1);
    setenv("VERA_MEMORY_CHECK_PAGES", "-1", 1);
    execl("/proc/self/exe", "checked", (char *)NULL);
    return EXIT_FAILURE;
}

START_TEST(words_that_are_not_known_are_named)
{
    struct child child;
    child_run(&child, begin_with_words_that_are_not_known, NULL);
    ck_assert_str_eq(child.err, "vera_memory: VERA_MEMORY_MODE is 'Check'; expected fast or check; "
                                "fast is used\n"
                                "vera_memory: VERA_MEMORY_CHECK_PAGES is '-1'; expected a number; "
                                "16384 is used\n");
    ck_assert_int_eq(child.exit_status, 0);
}
END_TEST

static int begin_anew(const void *argument)
{
    const struct order *order = argument;
    setenv(CASE, order->name, 1);
    setenv("VERA_MEMORY_MODE", "check", 1);
    setenv("VERA_MEMORY_MISUSE", order->misuse, 1);
    setenv("VERA_MEMORY_CHECK_PAGES", order->pages, 1);
    execl("/proc/self/exe", "checked", (char *)NULL);
    return EXIT_FAILURE;
}

/* Of each place in the program leaves the function's name alone, in its brackets. */
static void simplify(char *text)
{
    char *to = text;
    for (const char *from = text; *from != '\0';) {
        if (strncmp(from, " at checked+0x", 14) == 0 && strchr(from, '(') != NULL) {
            memcpy(to, " at ", 4);
            to += 4;
            from = strchr(from, '(');
        } else {
            *to++ = *from++;
        }
    }
    *to = '\0';
}

static void expect_line(const char *misuse, const char *pages, const struct named *named)
{
    struct child child;
    struct order order = {named->name, misuse, pages};
    child_run(&child, begin_anew, &order);
    simplify(child.err);
    ck_assert_msg(strcmp(child.err, child.out) == 0, "%s: \"%s\" on standard error, not \"%s\"",
                  named->name, child.err, child.out);
    bool aborts = strcmp(misuse, "abort") == 0;
    ck_assert_msg(child.signal == (aborts ? SIGABRT : 0) && (aborts || child.exit_status == 0),
                  "%s: signal %d, status %d", named->name, child.signal, child.exit_status);
}

START_TEST(ends_the_program)
{
    expect_line("abort", "0", &lines[_i]);
}
END_TEST

START_TEST(is_refused_and_nothing_else)
{
    expect_line("report", "0", &lines[_i]);
}
END_TEST

START_TEST(is_named_beside_guards_too)
{
    expect_line("report", "16384", &lines[_i]);
}
END_TEST

START_TEST(the_end_says_what_was_not_freed)
{
    expect_line("report", "0", &ends[_i]);
}
END_TEST

START_TEST(guards_end_the_program_at_the_instruction)
{
    struct child child;
    struct order order = {guards[_i].name, "report", "16384"};
    child_run(&child, begin_anew, &order);
    ck_assert_msg(child.signal == SIGSEGV, "%s: signal %d", order.name, child.signal);
    ck_assert_str_eq(child.err, "");
}
END_TEST

static void commit_one_of(const struct named *all, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(all[i].name, name) == 0) {
            all[i].commit();
        }
    }
}

Suite *suite(void)
{
    const char *name = getenv(CASE);
    if (name != NULL) {
        commit_one_of(lines, LINES, name);
        commit_one_of(ends, ENDS, name);
        commit_one_of(guards, GUARDS, name);
        exit(EXIT_SUCCESS);
    }
    Suite *suite = suite_create("checked");
    TCase *all = tcase_create("checked");
    tcase_add_loop_test(all, ends_the_program, 0, LINES);
    tcase_add_loop_test(all, is_refused_and_nothing_else, 0, LINES);
    tcase_add_loop_test(all, is_named_beside_guards_too, 0, LINES - UNGUARDED);
    tcase_add_loop_test(all, the_end_says_what_was_not_freed, 0, ENDS);
    if (UNDER_SANITIZER) {
        skip_test("guards", "a sanitizer handles the signal");
    } else {
        tcase_add_loop_test(all, guards_end_the_program_at_the_instruction, 0, GUARDS);
    }
    tcase_add_test(all, words_that_are_not_known_are_named);
    suite_add_tcase(suite, all);
    return suite;
}
