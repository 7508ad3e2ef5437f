/* Free stacks, in a list for each size. */
#include "stack.h"

#include "arena.h"

static struct vera_lock lock = VERA_LOCK_INIT;
static void **free_stacks[VERA_STACK_LEVELS]; /* chained by their first word */

void **vera_stack_take(unsigned level)
{
    vera_lock(&lock);
    void **stack = free_stacks[level];
    if (stack != NULL) {
        free_stacks[level] = *stack;
    }
    vera_unlock(&lock);
    return stack != NULL ? stack : vera_arena_take(sizeof(void *) << level);
}

void vera_stack_give(void **stack, unsigned level)
{
    vera_lock(&lock);
    *stack = free_stacks[level];
    free_stacks[level] = stack;
    vera_unlock(&lock);
}
