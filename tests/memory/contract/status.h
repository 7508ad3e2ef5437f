/* How much memory the calling process has, according to the system. */
#ifndef VERA_TESTS_STATUS_H
#define VERA_TESTS_STATUS_H

#include <stddef.h>

/* Bytes in resident pages, now and at the peak so far, and bytes of mapped addresses. */
size_t status_resident(void);
size_t status_peak(void);
size_t status_mapped(void);

/* Why these figures say nothing about the library here; null if they do. */
const char *status_skipped(void);

#endif
