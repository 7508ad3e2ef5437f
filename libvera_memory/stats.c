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
#include "print.h"
#include "registry.h"
#include "setting.h"
#include "system.h"

static bool wanted;

void vera_stats_read_setting(void)
{
    wanted = vera_setting_is("VERA_MEMORY_STATS", "exit", "never");
}

static struct figures {
    bool are_known;
    struct vera_central_count classes[VERA_CLASS_COUNT]; /* with what the caches have */
    size_t cached[VERA_CLASS_COUNT];
    struct vera_large_count large;
    struct vera_system_count system;
    struct vera_check_count check;
} figures;

static void gather(void)
{
    for (unsigned class = 0; class < VERA_CLASS_COUNT; ++class) {
        figures.classes[class] = vera_central_count(class);
        figures.cached[class] = vera_registry_count(class);
    }
    figures.large = vera_large_count();
    figures.system = vera_system_count();
    if (vera_mode_is_check()) {
        figures.check = vera_check_count();
    }
    figures.are_known = true;
}

/* Not when a lock might never be had. */
void vera_stats_gather(void)
{
    if (!wanted || !vera_fork_exclude_others()) {
        return;
    }
    struct vera_pass pass = vera_gate_enter();
    if (vera_pass_is_good(pass)) {
        gather();
    }
    vera_gate_leave(pass);
    vera_fork_admit_others();
}

static size_t live_in(unsigned class)
{
    size_t out = figures.classes[class].out;
    size_t cached = figures.cached[class];
    return out > cached ? out - cached : 0;
}

static void print_class(unsigned class, bool first)
{
    size_t size = vera_class_size(class);
    size_t live = live_in(class);
    size_t most = figures.classes[class].most;
    vera_print("%s\n    {\"size\": %zu, \"live_blocks\": %zu, \"live_bytes\": %zu, "
               "\"cached_blocks\": %zu, \"peak_blocks\": %zu, \"peak_bytes\": %zu}",
               first ? "" : ",", size, live, live * size, figures.cached[class], most, most * size);
}

static void print_classes(void)
{
    bool first = true;
    vera_print("  \"classes\": [");
    for (unsigned class = 0; class < VERA_CLASS_COUNT; ++class) {
        if (figures.classes[class].most > 0) {
            print_class(class, first);
            first = false;
        }
    }
    vera_print("\n  ],\n");
}

static void print_large(struct vera_large_count count)
{
    vera_print("  \"large\": {\"live_blocks\": %zu, \"live_bytes\": %zu, \"peak_blocks\": %zu, "
               "\"peak_bytes\": %zu},\n",
               count.blocks, count.bytes, count.most_blocks, count.most_bytes);
}

/* Check mode knows the blocks, and has no classes. */
static void print_check(struct vera_check_count count)
{
    vera_print("  \"live_blocks\": %zu,\n  \"live_bytes\": %zu,\n  \"quarantine_bytes\": %zu,\n",
               count.live_blocks, count.live_bytes, count.quarantine);
}

static void print_system(struct vera_system_count count)
{
    vera_print("  \"pages\": {\"in_use_bytes\": %zu, \"warm_bytes\": %zu, \"cold_bytes\": %zu, "
               "\"mapped_bytes\": %zu},\n",
               count.in_use, count.warm, count.cold, count.mapped);
    vera_print("  \"calls\": {\"map\": %zu, \"unmap\": %zu, \"advise\": %zu, \"heap\": %zu},\n",
               count.maps, count.unmaps, count.advices, count.heaps);
}

void vera_stats_report(void)
{
    if (!wanted) {
        return;
    }
    if (!figures.are_known) {
        vera_print("vera_memory: no figures at the end, because a call or a fork is not over\n");
        return;
    }
    vera_print("{\n  \"library\": \"vera_memory\",\n  \"mode\": \"%s\",\n",
               vera_mode_is_check() ? "check" : "fast");
    if (vera_mode_is_check()) {
        print_check(figures.check);
    } else {
        print_classes();
        print_large(figures.large);
    }
    print_system(figures.system);
    vera_print("  \"misuse\": %zu\n}\n", vera_misuse_count());
}
