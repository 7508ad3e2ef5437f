/* Memory is cut from extents, one piece after the other. */
#include "arena.h"

/* The first bytes of an extent that nothing has been cut from. */
struct extent {
    struct extent *next;
};

static struct vera_lock lock = VERA_LOCK_INIT;
static char *cursor; /* the rest of the extent in use, up to `end` */
static char *end;
static struct extent *idle; /* not cut from yet; several if threads mapped at the same time */

static void *cut(size_t size)
{
    if ((size_t)(end - cursor) < size) {
        if (idle == NULL) {
            return NULL;
        }
        /* The rest of the old extent is lost: addresses rather than pages. */
        cursor = (char *)idle;
        end = cursor + VERA_ARENA_MAX;
        idle = idle->next;
        *(struct extent *)cursor = (struct extent){0};
    }
    void *piece = cursor;
    cursor += size;
    return piece;
}

void *vera_arena_take(size_t size)
{
    size_t rounded = (size + VERA_ARENA_LINE - 1) & ~(size_t)(VERA_ARENA_LINE - 1);
    for (;;) {
        vera_lock(&lock);
        void *piece = cut(rounded);
        vera_unlock(&lock);
        if (piece != NULL) {
            return piece;
        }
        struct extent *extent = vera_system_new_extent(VERA_ARENA_MAX);
        if (extent == NULL) {
            return NULL;
        }
        vera_lock(&lock);
        extent->next = idle;
        idle = extent;
        vera_unlock(&lock);
    }
}
