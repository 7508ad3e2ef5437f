/* Check mode tells at the end what was not freed, and where it was allocated.
 *
 * The mode is read when the library is loaded. So for every case this program is
 * begun anew, and finds in its environment that it is the case.
 */
#include "child.h"
#include "run.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <vera/memory.h>

#define CASE "VERA_TEST_LEAK"

/* In the dynamic symbol table, so that lines name them; the barriers keep the calls
 * from becoming jumps. */
#define NAMED __attribute__((noinline, visibility("default")))
NAMED void *allocated_here(int64_t size);
NAMED void *allocated_there(int64_t size);

void *allocated_here(int64_t size)
{
    void *block = vera_memory_allocate(size);
    __asm__ volatile("" ::: "memory");
    return block;
}

void *allocated_there(int64_t size)
{
    void *block = vera_memory_allocate(size);
    __asm__ volatile("" ::: "memory");
    return block;
}

static void several(void)
{
    for (int64_t size = 1; size <= 3; size++) {
        vera_memory_free(allocated_here(1000), 1000);
        (void)!allocated_here(size);
    }
    puts("vera_memory: leak: 3 blocks, 6 bytes, allocated at (allocated_here)");
    puts("vera_memory: leak: 3 blocks, 6 bytes, not freed in all");
    fflush(stdout);
}

/* Places come in the order of their addresses, whatever that of the blocks is. */
static void from_two_places(void)
{
    bool here_first = (uintptr_t)allocated_here < (uintptr_t)allocated_there;
    (void)!allocated_there(10);
    (void)!allocated_here(10);
    (void)!allocated_there(10);
    (void)!allocated_here(10);
    (void)!allocated_here(10);
    static const char here[] =
        "vera_memory: leak: 3 blocks, 30 bytes, allocated at (allocated_here)";
    static const char there[] =
        "vera_memory: leak: 2 blocks, 20 bytes, allocated at (allocated_there)";
    puts(here_first ? here : there);
    puts(here_first ? there : here);
    puts("vera_memory: leak: 5 blocks, 50 bytes, not freed in all");
    fflush(stdout);
}

static void of_a_child(void)
{
    (void)!allocated_here(10);
    pid_t child = child_fork();
    if (child == 0) {
        (void)!allocated_here(1);
        puts("vera_memory: leak: 1 block, 1 byte, allocated at (allocated_here)");
        puts("vera_memory: leak: 1 block, 1 byte, not freed in all");
        exit(EXIT_SUCCESS);
    }
    child_wait(child);
    puts("vera_memory: leak: 1 block, 10 bytes, allocated at (allocated_here)");
    puts("vera_memory: leak: 1 block, 10 bytes, not freed in all");
    fflush(stdout);
}

static const struct leak {
    const char *name;
    void (*commit)(void);
} leaks[] = {
    {"several", several},
    {"from two places", from_two_places},
    {"of a child", of_a_child},
};
enum { LEAKS = sizeof leaks / sizeof leaks[0] };

static int begin_anew(const void *argument)
{
    const struct leak *leak = argument;
    setenv(CASE, leak->name, 1);
    setenv("VERA_MEMORY_MODE", "check", 1);
    setenv("VERA_MEMORY_CHECK_PAGES", "0", 1);
    execl("/proc/self/exe", "leak", (char *)NULL);
    return EXIT_FAILURE;
}

/* Of each place in the program leaves the function's name alone, in its brackets. */
static void simplify(char *text)
{
    char *to = text;
    for (const char *from = text; *from != '\0';) {
        if (strncmp(from, " at leak+0x", 11) == 0 && strchr(from, '(') != NULL) {
            memcpy(to, " at ", 4);
            to += 4;
            from = strchr(from, '(');
        } else {
            *to++ = *from++;
        }
    }
    *to = '\0';
}

START_TEST(is_told_at_the_end)
{
    struct child child;
    child_run(&child, begin_anew, &leaks[_i]);
    simplify(child.err);
    ck_assert_str_eq(child.err, child.out);
    ck_assert_int_eq(child.exit_status, 0);
}
END_TEST

static void commit(const char *name)
{
    for (size_t i = 0; i < LEAKS; i++) {
        if (strcmp(leaks[i].name, name) == 0) {
            leaks[i].commit();
        }
    }
}

Suite *suite(void)
{
    const char *name = getenv(CASE);
    if (name != NULL) {
        commit(name);
        exit(EXIT_SUCCESS);
    }
    Suite *suite = suite_create("leak");
    TCase *all = tcase_create("leak");
    tcase_add_loop_test(all, is_told_at_the_end, 0, LEAKS);
    suite_add_tcase(suite, all);
    return suite;
}
