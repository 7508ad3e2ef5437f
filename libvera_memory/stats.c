/* Gathered from the layers, which count off the fast path only: a block that a thread takes
 * from its cache and puts back is not seen. So the figures are exact while no other thread
 * allocates, and a peak includes what was cached at the time.
 */
#include "stats.h"

#include "central.h"
#include "check/check.h"
#include "class.h"
#include "gate.h"
#include "large.h"
#include "misuse.h"
#include "mode.h"
#include "registry.h"
#include "setting.h"
#include "system.h"

#include <stdarg.h>
#include <stdio.h>

enum { LINE = 256 };

static bool wanted;

void vera_stats_read_setting(void)
{
    wanted = vera_setting_is("VERA_MEMORY_STATS", "exit", "never");
}

VERA_FORMAT(1, 2) static void print(const char *format, ...)
{
    char line[LINE];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    if (length > 0) {
        vera_system_print(line, (size_t)length < sizeof line ? (size_t)length : sizeof line - 1);
    }
}

/* What a layer counts is read inside the gate, and printed outside. If another thread forks for
 * long, all counts are 0. */
static struct vera_central_count count_class(unsigned class, size_t *cached)
{
    struct vera_central_count count = {0};
    struct vera_pass pass = vera_gate_enter_soon();
    if (vera_pass_is_good(pass)) {
        count = vera_central_count(class);
        *cached = vera_registry_count(class);
    }
    vera_gate_leave(pass);
    return count;
}

static void print_class(unsigned class, struct vera_central_count count, size_t cached, bool first)
{
    size_t size = vera_class_size(class);
    size_t live = count.out > cached ? count.out - cached : 0;
    print("%s\n    {\"size\": %zu, \"live_blocks\": %zu, \"live_bytes\": %zu, "
          "\"cached_blocks\": %zu, \"peak_blocks\": %zu, \"peak_bytes\": %zu}",
          first ? "" : ",", size, live, live * size, cached, count.most, count.most * size);
}

static void print_classes(void)
{
    bool first = true;
    print("  \"classes\": [");
    for (unsigned class = 0; class < VERA_CLASS_COUNT; ++class) {
        size_t cached = 0;
        struct vera_central_count count = count_class(class, &cached);
        if (count.most > 0) {
            print_class(class, count, cached, first);
            first = false;
        }
    }
    print("\n  ],\n");
}

static void print_large(void)
{
    struct vera_large_count count = {0};
    struct vera_pass pass = vera_gate_enter_soon();
    if (vera_pass_is_good(pass)) {
        count = vera_large_count();
    }
    vera_gate_leave(pass);
    print("  \"large\": {\"live_blocks\": %zu, \"live_bytes\": %zu, \"peak_blocks\": %zu, "
          "\"peak_bytes\": %zu},\n",
          count.blocks, count.bytes, count.most_blocks, count.most_bytes);
}

static void print_system(void)
{
    struct vera_system_count count = {0};
    struct vera_pass pass = vera_gate_enter_soon();
    if (vera_pass_is_good(pass)) {
        count = vera_system_count();
    }
    vera_gate_leave(pass);
    print("  \"pages\": {\"in_use_bytes\": %zu, \"warm_bytes\": %zu, \"cold_bytes\": %zu, "
          "\"mapped_bytes\": %zu},\n",
          count.in_use, count.warm, count.cold, count.mapped);
    print("  \"calls\": {\"map\": %zu, \"unmap\": %zu, \"advise\": %zu, \"heap\": %zu},\n",
          count.maps, count.unmaps, count.advices, count.heaps);
}

void vera_stats_report(void)
{
    if (!wanted) {
        return;
    }
    print("{\n  \"library\": \"vera_memory\",\n  \"mode\": \"%s\",\n",
          vera_mode_is_check() ? "check" : "fast");
    print_classes();
    print_large();
    print_system();
    print("  \"quarantine_bytes\": %zu,\n  \"misuse\": %zu\n}\n", vera_check_quarantine_bytes(),
          vera_misuse_count());
}
