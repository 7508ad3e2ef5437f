/* The functions are in the dynamic symbol table, so that reports name them. */
#include "leaky.h"

#include "child.h"
#include "environment.h"
#include "place.h"
#include "run.h"

#include <stdio.h>
#include <vera/memory.h>

/* The barriers keep the calls from becoming tail calls. */
__attribute__((noinline)) void *allocated_here(int64_t size)
{
    void *block = vera_memory_allocate(size);
    __asm__ volatile("" ::: "memory");
    return block;
}

__attribute__((noinline)) void *allocated_there(int64_t size)
{
    void *block = vera_memory_allocate(size);
    __asm__ volatile("" ::: "memory");
    return block;
}

__attribute__((noinline)) void *aligned_here(int64_t size)
{
    void *block = vera_memory_allocate_aligned(size, 64);
    __asm__ volatile("" ::: "memory");
    return block;
}

__attribute__((noinline)) void freed_here(void *block, int64_t size)
{
    vera_memory_free(block, size);
    __asm__ volatile("" ::: "memory");
}

/* Copies the text, with each place in the program reduced to its function in parentheses. */
static void simplify(char *text, size_t room, const char *said)
{
    size_t used = 0;
    while (*said != '\0' && used + 1 < room) {
        size_t length = 0;
        const char *function = place_function(said, &length);
        if (function != NULL) {
            used += (size_t)snprintf(text + used, room - used, "(%s)", function);
            said += length;
        } else {
            text[used++] = *said++;
        }
    }
    ck_assert_uint_lt(used, room);
    text[used] = '\0';
}

void leaky_judge(const char *act, const char *pages)
{
    struct child child;
    char said[sizeof child.err];
    environment_set("VERA_MEMORY_MODE", "check");
    environment_set("VERA_MEMORY_CHECK_PAGES", pages);
    environment_set("VERA_MEMORY_MISUSE", "report");
    child_run(&child, act, 0);
    simplify(said, sizeof said, child.err);
    ck_assert_str_eq(said, child.out);
    ck_assert_int_eq(child.exit_status, 0);
}
