/* The mappings tell the edges. */
#include "posix/victims.h"

#include "maps.h"

#include <unistd.h>

static void add(struct victims *victims, char *block)
{
    bool known = victims->count == sizeof victims->blocks / sizeof *victims->blocks;
    for (size_t i = 0; i < victims->count; i++) {
        known = known || victims->blocks[i] == block;
    }
    if (!known) {
        victims->blocks[victims->count++] = block;
    }
}

static bool is_writable(const char *addr)
{
    enum { MOST = 16384 };
    static struct mapping now[MOST];
    static size_t count;
    if (count == 0) {
        count = maps_read(now, MOST);
    }
    for (size_t i = 0; i < count; i++) {
        if ((uintptr_t)addr - now[i].start < now[i].end - now[i].start) {
            return now[i].is_writable;
        }
    }
    return false;
}

struct victims victims_choose(char *const *blocks, size_t count, int64_t size, int64_t align,
                              bool up)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    struct victims victims = {.count = 0};
    add(&victims, up ? blocks[count - 1] : blocks[0]);
    add(&victims, up ? blocks[0] : blocks[count - 1]);
    for (size_t i = 0; i + 1 < count; i++) {
        char *end = blocks[i] + size;
        bool is_edge = (size_t)(blocks[i + 1] - end) > page + (size_t)align;
        if (is_edge && is_writable(up ? end + page : blocks[i + 1] - 1)) {
            add(&victims, blocks[up ? i : i + 1]);
        }
    }
    add(&victims, blocks[count / 2]);
    return victims;
}
