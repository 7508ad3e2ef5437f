/* A program may end in a fork handler of its own, which runs between those of the library if it
 * was registered before them. Then nothing is examined.
 */
#include "examine.h"

#include "environment.h"
#include "layers.h"
#include "misuse.h"
#include "registry.h"

#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vera/memory.h>

static size_t in_window;

static size_t found(void)
{
    size_t before = vera_misuse_count();
    vera_examine(vera_thread_cache()->own);
    return vera_misuse_count() - before;
}

static void look(void)
{
    in_window += found();
}

/* Before the library's constructor, which has no priority. */
__attribute__((constructor(101))) static void begin(void)
{
    pthread_atfork(NULL, look, look);
}

static void free_twice(void)
{
    char *block = vera_memory_allocate(48);
    char *between = vera_memory_allocate(48);
    char *again = block;
    __asm__("" : "+r"(again));
    vera_memory_free(block, 48);
    vera_memory_free(between, 48);
    vera_memory_free(again, 48);
}

START_TEST(a_window_of_a_fork_is_left_out)
{
    int status;
    environment_set("VERA_MEMORY_MISUSE", "report");
    vera_misuse_read_setting();
    free_twice();
    in_window = 0;
    pid_t child = fork();
    if (child == 0) {
        _exit(in_window == 0 && found() == 1 ? 0 : 1);
    }
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_int_eq(status, 0);
    ck_assert_uint_eq(in_window, 0);
    ck_assert_uint_eq(found(), 1);
}
END_TEST

TCase *examine_in_fork_cases(void)
{
    TCase *all = tcase_create("examine_in_fork");
    tcase_add_test(all, a_window_of_a_fork_is_left_out);
    return all;
}
