/* The messages of check mode about a block. Nothing is locked while they are written.
 */
#ifndef VERA_CHECK_REPORT_H
#define VERA_CHECK_REPORT_H

#include "check/block.h"
#include "platform.h"

#include <stddef.h>

/* Bytes that were written where nobody may write, each with its block: beside it if it is live,
 * in it or beside it if it is freed. Whoever finds them stops when the list is full, and goes on
 * after a report. */
#define VERA_FINDINGS_MOST 4u
struct vera_findings {
    size_t count; /* 0 at first; the rest says nothing then */
    struct vera_check_block blocks[VERA_FINDINGS_MOST];
    const char *bytes[VERA_FINDINGS_MOST];
};

static inline bool vera_findings_are_full(const struct vera_findings *findings)
{
    return findings->count == VERA_FINDINGS_MOST;
}

static inline void vera_findings_add(struct vera_findings *findings,
                                     const struct vera_check_block *block, const char *byte)
{
    findings->blocks[findings->count] = *block;
    findings->bytes[findings->count] = byte;
    findings->count++;
}

/* Reports all of them, and empties the list. */
void vera_findings_report_all(struct vera_findings *findings);
static inline void vera_findings_report(struct vera_findings *findings)
{
    if (__builtin_expect(findings->count > 0, 0)) {
        vera_findings_report_all(findings);
    }
}

/* Reports the text, and where the block was allocated and freed. */
VERA_FORMAT(2, 3) void vera_report(const struct vera_check_block *block, const char *format, ...);

/* Reports a byte that was written beside a block, found by that call. */
void vera_report_overrun(const struct vera_check_block *block, const char *byte, const char *call);

/* Reports why a block is not the one that was freed with these; its record is null if there is
 * none at the address. */
void vera_report_other(const struct vera_check_block *block, const char *call, const void *addr,
                       size_t size, size_t align);

#endif
