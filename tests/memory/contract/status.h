/* How much memory the calling process has, as the system counts it. */
#ifndef VERA_TESTS_STATUS_H
#define VERA_TESTS_STATUS_H

#include <stddef.h>

/* Bytes in pages that are resident, now and at most so far, and bytes of
 * addresses that are mapped. */
size_t status_resident(void);
size_t status_peak(void);
size_t status_mapped(void);

/* Why those figures say nothing of the library here; null when they do. */
const char *status_skipped(void);

#endif
