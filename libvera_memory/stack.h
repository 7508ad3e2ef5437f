/* Memory for the stacks of thread caches, in powers of two.
 */
#ifndef VERA_STACK_H
#define VERA_STACK_H

#include "system.h"

#define VERA_STACK_LEVELS 9u /* the largest holds 2^8 words */

/* 2^level words, with unspecified content. Null when there is no memory. */
void **vera_stack_take(unsigned level);

void vera_stack_give(void **stack, unsigned level);

#endif
