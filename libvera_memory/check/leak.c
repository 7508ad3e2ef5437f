/* Live blocks, by the sites that allocated them. */
#include "check/leak.h"

#include "check/record.h"
#include "print.h"
#include "site.h"

enum { SITE = 200, MOST_SITES = 100 };

struct leak {
    size_t blocks;
    size_t bytes;
};

/* A pass over all live blocks. It finds the lowest site above `above`, and counts the blocks
 * of that site and all blocks. */
struct pass {
    uintptr_t above;
    uintptr_t site; /* 0: none was found yet */
    struct leak there, all;
};

static void add(struct leak *leak, const struct vera_check_block *block)
{
    leak->blocks++;
    leak->bytes += block->size;
}

static void count(struct vera_check_record *record, void *argument)
{
    struct pass *pass = argument;
    struct vera_check_block block;
    if (!vera_check_record_read(record, &block) || block.state != VERA_CHECK_LIVE ||
        !vera_check_block_is_own(&block)) {
        return;
    }
    add(&pass->all, &block);
    uintptr_t site = (uintptr_t)block.allocated;
    if (site > pass->above && (pass->site == 0 || site < pass->site)) {
        pass->site = site;
        pass->there = (struct leak){0};
    }
    if (site == pass->site) {
        add(&pass->there, &block);
    }
}

static void print(struct leak leak, const char *where)
{
    vera_print("vera_memory: leak: %zu block%s, %zu byte%s, %s\n", leak.blocks,
               leak.blocks == 1 ? "" : "s", leak.bytes, leak.bytes == 1 ? "" : "s", where);
}

void vera_leak_report(void)
{
    struct pass pass = {0};
    for (unsigned sites = 0; sites < MOST_SITES; sites++) {
        pass = (struct pass){.above = pass.site};
        vera_check_record_each(count, &pass);
        if (pass.site == 0) {
            break;
        }
        char where[SITE + 16] = "allocated at ";
        vera_site_write(where + 13, SITE, (const void *)pass.site);
        print(pass.there, where);
    }
    if (pass.all.blocks > 0) {
        print(pass.all, "in total");
    }
}
