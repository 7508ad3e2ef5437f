/* Stacks without an owner, in a list a size. */
#include "stack.h"

#include "record.h"

static struct vera_lock lock = VERA_LOCK_INIT;
static void **unused[VERA_STACK_LEVELS]; /* chained by their first word */

void **vera_stack_take(unsigned level)
{
    vera_lock_take(&lock);
    void **stack = unused[level];
    if (stack != NULL) {
        unused[level] = *stack;
    }
    vera_lock_drop(&lock);
    return stack != NULL ? stack : vera_record_new(sizeof(void *) << level);
}

void vera_stack_give(void **stack, unsigned level)
{
    vera_lock_take(&lock);
    *stack = unused[level];
    unused[level] = stack;
    vera_lock_drop(&lock);
}

void vera_stack_each_lock(void (*act)(struct vera_lock *))
{
    act(&lock);
}
