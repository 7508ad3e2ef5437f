/* Programs that leak in check mode, and the reports about them. */
#ifndef VERA_TESTS_LEAKY_H
#define VERA_TESTS_LEAKY_H

#include <stdint.h>

/* Three places that allocate, the last at alignment 64, and one that frees. */
__attribute__((visibility("default"))) void *allocated_here(int64_t size);
__attribute__((visibility("default"))) void *allocated_there(int64_t size);
__attribute__((visibility("default"))) void *aligned_here(int64_t size);
__attribute__((visibility("default"))) void freed_here(void *block, int64_t size);

/* Starts a child for this act, with so many pages for guarded blocks. Asserts that its standard
 * error is what it printed on standard output, where only the function of each place counts. */
void leaky_judge(const char *act, const char *pages);

#endif
