/* How much memory the calling process has, according to the system. */
#ifndef VERA_TESTS_STATUS_H
#define VERA_TESTS_STATUS_H

#include <stddef.h>

/* Bytes in resident pages, now and at the peak so far, and bytes of mapped addresses. */
size_t status_resident(void);
size_t status_peak(void);
size_t status_mapped(void);

/* How many resident bytes the system's own stack of a new thread may add. */
size_t status_of_stack(void);

/* Bytes that count towards RLIMIT_DATA, and bytes of private mappings that can be written to.
 * Only on Linux, as the next two. */
size_t status_data(void);
size_t status_writable(void);

/* A field of /proc/meminfo, in bytes; 0 where there is none. */
size_t status_machine(const char *name);

/* vm.overcommit_memory, or -1. */
int status_overcommit(void);

/* Why these figures say nothing about the library here; null if they do. */
const char *status_skipped(void);

#endif
