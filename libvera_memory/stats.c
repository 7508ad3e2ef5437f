/* Gathered from the layers, which count off the fast path only: a block that a thread takes
 * from its cache and puts back is not seen. So the figures are exact while no other thread
 * allocates, and a peak includes what was cached at the time.
 */
#include "stats.h"

#include "central.h"
#include "check/check.h"
#include "class.h"
#include "fork.h"
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

struct figures {
    struct vera_central_count classes[VERA_CLASS_COUNT]; /* with what the caches have */
    size_t cached[VERA_CLASS_COUNT];
    struct vera_large_count large;
    struct vera_system_count system;
};

static void read_figures(struct figures *figures)
{
    for (unsigned class = 0; class < VERA_CLASS_COUNT; ++class) {
        figures->classes[class] = vera_central_count(class);
        figures->cached[class] = vera_registry_count(class);
    }
    figures->large = vera_large_count();
    figures->system = vera_system_count();
}

/* False when a lock might never be had. */
static bool read_alone(struct figures *figures)
{
    if (!vera_fork_exclude_others()) {
        return false;
    }
    struct vera_pass pass = vera_gate_enter();
    bool entered = vera_pass_is_good(pass);
    if (entered) {
        read_figures(figures);
    }
    vera_gate_leave(pass);
    vera_fork_admit_others();
    return entered;
}

static size_t live_in(const struct figures *figures, unsigned class)
{
    size_t out = figures->classes[class].out;
    size_t cached = figures->cached[class];
    return out > cached ? out - cached : 0;
}

static void print_class(const struct figures *figures, unsigned class, bool first)
{
    size_t size = vera_class_size(class);
    size_t live = live_in(figures, class);
    size_t most = figures->classes[class].most;
    print("%s\n    {\"size\": %zu, \"live_blocks\": %zu, \"live_bytes\": %zu, "
          "\"cached_blocks\": %zu, \"peak_blocks\": %zu, \"peak_bytes\": %zu}",
          first ? "" : ",", size, live, live * size, figures->cached[class], most, most * size);
}

static void print_classes(const struct figures *figures)
{
    bool first = true;
    print("  \"classes\": [");
    for (unsigned class = 0; class < VERA_CLASS_COUNT; ++class) {
        if (figures->classes[class].most > 0) {
            print_class(figures, class, first);
            first = false;
        }
    }
    print("\n  ],\n");
}

static void print_large(struct vera_large_count count)
{
    print("  \"large\": {\"live_blocks\": %zu, \"live_bytes\": %zu, \"peak_blocks\": %zu, "
          "\"peak_bytes\": %zu},\n",
          count.blocks, count.bytes, count.most_blocks, count.most_bytes);
}

static void print_system(struct vera_system_count count)
{
    print("  \"pages\": {\"in_use_bytes\": %zu, \"warm_bytes\": %zu, \"cold_bytes\": %zu, "
          "\"mapped_bytes\": %zu},\n",
          count.in_use, count.warm, count.cold, count.mapped);
    print("  \"calls\": {\"map\": %zu, \"unmap\": %zu, \"advise\": %zu, \"heap\": %zu},\n",
          count.maps, count.unmaps, count.advices, count.heaps);
}

void vera_stats_report(void)
{
    struct figures figures;
    if (!wanted) {
        return;
    }
    if (!read_alone(&figures)) {
        print("vera_memory: no figures at the end, because a call or a fork is not over\n");
        return;
    }
    print("{\n  \"library\": \"vera_memory\",\n  \"mode\": \"%s\",\n",
          vera_mode_is_check() ? "check" : "fast");
    print_classes(&figures);
    print_large(figures.large);
    print_system(figures.system);
    print("  \"quarantine_bytes\": %zu,\n  \"misuse\": %zu\n}\n", vera_check_quarantine_bytes(),
          vera_misuse_count());
}
