/* Puts together what is known of a block. */
#include "check/report.h"

#include "arguments.h"
#include "misuse.h"
#include "site.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>

enum { TEXT = 256, SITE = 200 };

static void add_site(char *text, size_t room, const char *what, const void *site)
{
    char place[SITE];
    if (site != NULL) {
        vera_site_write(place, sizeof place, site);
        snprintf(text, room, "; %s at %s", what, place);
    }
}

void vera_report(const struct vera_check_block *block, const char *format, ...)
{
    char text[TEXT];
    char allocated[SITE + 20] = "";
    char freed[SITE + 20] = "";
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    add_site(allocated, sizeof allocated, "allocated", block->allocated);
    add_site(freed, sizeof freed, "freed", block->freed);
    vera_misuse_report("%s%s%s", text, allocated, freed);
}

/* Where a byte is, seen from a block. */
static void describe(char *text, size_t room, const struct vera_check_block *block,
                     const char *byte)
{
    const char *end = vera_check_block_end(block);
    if (byte < block->start) {
        snprintf(text, room, "byte %zu before it", (size_t)(block->start - byte));
    } else if (byte < end) {
        snprintf(text, room, "byte %zu of it", (size_t)(byte - block->start));
    } else {
        snprintf(text, room, "byte %zu after it", (size_t)(byte - end) + 1);
    }
}

/* What was written where nobody may write. */
static void report_written(const struct vera_check_block *block, const char *byte, const char *call)
{
    char where[60];
    const char *expected =
        block->state == VERA_CHECK_FREED ? "no write after the free" : "no write outside the block";
    describe(where, sizeof where, block, byte);
    vera_report(block, "%s(%p, %zu bytes): expected %s; %s was written", call, (void *)block->start,
                block->size, expected, where);
}

void vera_report_overrun(const struct vera_check_block *block, const char *byte, const char *call)
{
    report_written(block, byte, call);
}

void vera_findings_report_all(struct vera_findings *findings)
{
    for (size_t i = 0; i < findings->count; i++) {
        const struct vera_check_block *block = &findings->blocks[i];
        bool freed = block->state == VERA_CHECK_FREED;
        report_written(block, findings->bytes[i],
                       freed ? vera_arguments_free_name(block->align)
                             : vera_arguments_allocate_name(block->align));
    }
    findings->count = 0;
}

void vera_report_other(const struct vera_check_block *block, const char *call, const void *addr,
                       size_t size, size_t align)
{
    if (block->record == NULL) {
        vera_misuse_report("%s(%p, %zu bytes at alignment %zu): "
                           "expected a block of this library",
                           call, addr, size, align);
    } else if (block->start != addr) {
        vera_report(block,
                    "%s(%p, %zu bytes at alignment %zu): expected the start of the block, %p", call,
                    addr, size, align, (void *)block->start);
    } else if (block->state == VERA_CHECK_FREED) {
        vera_report(
            block, "%s(%p, %zu bytes at alignment %zu): expected a block that is not already freed",
            call, addr, size, align);
    } else {
        vera_report(block,
                    "%s(%p, %zu bytes at alignment %zu): expected %zu bytes at alignment %zu", call,
                    addr, size, align, block->size, block->align);
    }
}
