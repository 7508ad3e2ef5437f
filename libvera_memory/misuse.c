/* The line, and what follows it. */
#include "misuse.h"

#include "setting.h"
#include "system.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE 512

static atomic_bool report_only;
static atomic_size_t reports;
static atomic_bool fatal;

void vera_misuse_read_setting(void)
{
    bool asked = vera_setting_is("VERA_MEMORY_MISUSE", "report", "abort");
    atomic_store_explicit(&report_only, asked, memory_order_relaxed);
}

void vera_misuse_report(const char *format, ...)
{
    static const char prefix[] = "vera_memory: misuse: ";
    atomic_fetch_add_explicit(&reports, 1, memory_order_relaxed);
    char line[LINE];
    memcpy(line, prefix, sizeof prefix);
    size_t used = sizeof prefix - 1;

    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(line + used, sizeof line - used - 1, format, arguments);
    va_end(arguments);
    used += length > 0 ? (size_t)length : 0;
    used = used < sizeof line - 2 ? used : sizeof line - 2;
    line[used++] = '\n';
    vera_system_print(line, used);
    if (!atomic_load_explicit(&report_only, memory_order_relaxed)) {
        atomic_store_explicit(&fatal, true, memory_order_relaxed);
        abort();
    }
}

bool vera_misuse_is_fatal(void)
{
    return atomic_load_explicit(&fatal, memory_order_relaxed);
}

size_t vera_misuse_count(void)
{
    return atomic_load_explicit(&reports, memory_order_relaxed);
}
