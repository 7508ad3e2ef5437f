/* Programs that leak, in check mode, and what is told of them. */
#ifndef VERA_TESTS_LEAKY_H
#define VERA_TESTS_LEAKY_H

#include <stdint.h>

/* Two places that allocate. */
__attribute__((visibility("default"))) void *allocated_here(int64_t size);
__attribute__((visibility("default"))) void *allocated_there(int64_t size);

/* Asserts that a child which is begun for this act says on standard error, when it ends,
 * what it said on standard output before; of each place the function alone counts. */
void leaky_judge(const char *act);

#endif
