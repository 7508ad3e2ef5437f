/* The functions of vera:memory as the programs call them, and what the programs print. */
#include "misuse.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <vera/memory.h>

enum { CANNOT_RUN = 77 };

static bool last_refused;
static unsigned number_refused;

static void note(void)
{
    last_refused = errno == EINVAL;
    number_refused += last_refused;
}

/* The barriers keep the calls from becoming tail calls, so that they return to here. */
char *allocate(int64_t size)
{
    char *block = vera_memory_allocate(size);
    __asm__ volatile("" ::: "memory");
    return block;
}

char *allocate_aligned(int64_t size, int64_t align)
{
    char *block = vera_memory_allocate_aligned(size, align);
    __asm__ volatile("" ::: "memory");
    return block;
}

void free_block(void *block, int64_t size)
{
    errno = 0;
    vera_memory_free(block, size);
    note();
}

void free_aligned_block(void *block, int64_t size, int64_t align)
{
    errno = 0;
    vera_memory_free_aligned(block, size, align);
    note();
}

void copy(void *dest, const void *src, int64_t count)
{
    errno = 0;
    vera_memory_copy_memory(dest, src, count);
    note();
}

void set(void *dest, int8_t value, int64_t count)
{
    errno = 0;
    vera_memory_set_memory(dest, value, count);
    note();
}

void zero(void *dest, int64_t count)
{
    errno = 0;
    vera_memory_zero_memory(dest, count);
    note();
}

bool was_refused(void)
{
    return last_refused;
}

unsigned refused(void)
{
    return number_refused;
}

/* Flushed at once, because the program may end at any time. */
static void say(const char *what, const char *of)
{
    printf("%s: %s\n", what, of);
    fflush(stdout);
}

void print_address(const char *name, const void *address)
{
    printf("%s=%p\n", name, address);
    fflush(stdout);
}

void effect(const char *what)
{
    say("effect", what);
}

void corrupt(const char *what)
{
    say("corrupt", what);
}

void require(bool condition)
{
    if (!condition) {
        say("failed", "could not commit the misuse");
        _Exit(EXIT_FAILURE);
    }
}

void cannot_run(const char *why)
{
    say("cannot run", why);
    _Exit(CANNOT_RUN);
}

struct task {
    void (*act)(void *);
    void *argument;
};

static void *begin(void *argument)
{
    struct task *task = argument;
    task->act(task->argument);
    return NULL;
}

void in_another_thread(void (*act)(void *), void *argument)
{
    pthread_t thread;
    struct task task = {act, argument};
    require(pthread_create(&thread, NULL, begin, &task) == 0);
    pthread_join(thread, NULL);
}
