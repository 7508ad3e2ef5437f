/* What is live, by the places that it was allocated at. */
#include "leak.h"

#include "place.h"
#include "site.h"
#include "system.h"

#include <stdio.h>

enum { LINE = 320, SITE = 200, MOST_SITES = 100 };

struct leak {
    size_t blocks;
    size_t bytes;
};

/* A look at all live blocks, for those of the least site above another. */
struct look {
    uintptr_t above;
    uintptr_t site; /* 0: none was found yet */
    struct leak there, all;
};

static void add(struct leak *leak, const struct vera_checked *checked)
{
    leak->blocks++;
    leak->bytes += checked->size;
}

static void see(const struct vera_checked *checked, void *argument)
{
    struct look *look = argument;
    if (!vera_checked_is_live_here(checked)) {
        return;
    }
    add(&look->all, checked);
    uintptr_t site = (uintptr_t)checked->allocated;
    if (site > look->above && (look->site == 0 || site < look->site)) {
        look->site = site;
        look->there = (struct leak){0};
    }
    if (site == look->site) {
        add(&look->there, checked);
    }
}

static void say(struct leak leak, const char *where)
{
    char line[LINE];
    int length =
        snprintf(line, sizeof line, "vera_memory: leak: %zu block%s, %zu byte%s, %s\n", leak.blocks,
                 leak.blocks == 1 ? "" : "s", leak.bytes, leak.bytes == 1 ? "" : "s", where);
    if (length > 0) {
        vera_system_say(line, (size_t)length < sizeof line ? (size_t)length : sizeof line - 1);
    }
}

void vera_leak_report(void)
{
    struct look look = {0};
    for (unsigned sites = 0; sites < MOST_SITES; sites++) {
        look = (struct look){.above = look.site};
        vera_place_each(see, &look);
        if (look.site == 0) {
            break;
        }
        char where[SITE + 16] = "allocated at ";
        vera_site_write(where + 13, SITE, (const void *)look.site);
        say(look.there, where);
    }
    if (look.all.blocks > 0) {
        say(look.all, "not freed in all");
    }
}
