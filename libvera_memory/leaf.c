/* Lists of idle leaves: warm and cold ones. */
#include "leaf.h"

#include "arena.h"

#define EXTENT ((size_t)64 << 10)
#define LEAVES (EXTENT / sizeof(struct vera_leaf)) /* in an extent */

static struct vera_leaf_use *warm;
static struct vera_leaf_use *cold;
static struct vera_leaf_use *unmapped; /* records, LEAVES at a time, that got no extent */
static size_t warm_count;

static struct vera_leaf_use *pop(struct vera_leaf_use **list)
{
    struct vera_leaf_use *use = *list;
    if (use != NULL) {
        *list = use->next;
    }
    return use;
}

static void push(struct vera_leaf_use **list, struct vera_leaf_use *use)
{
    use->next = *list;
    *list = use;
}

struct vera_leaf_use *vera_leaf_take(void)
{
    struct vera_leaf_use *use = pop(&warm);
    warm_count -= use != NULL;
    return use != NULL ? use : pop(&cold);
}

void vera_leaf_give(struct vera_leaf_use *use)
{
    push(&warm, use);
    warm_count++;
}

static struct vera_leaf_use *take_uses(struct vera_lock *lock)
{
    vera_lock(lock);
    struct vera_leaf_use *uses = pop(&unmapped);
    vera_unlock(lock);
    return uses != NULL ? uses : vera_arena_take(LEAVES * sizeof *uses);
}

bool vera_leaf_make(struct vera_lock *lock)
{
    struct vera_leaf_use *uses = take_uses(lock);
    struct vera_leaf *leaves = uses != NULL ? vera_system_new_extent(EXTENT) : NULL;
    vera_lock(lock);
    for (size_t i = 0; leaves != NULL && i < LEAVES; i++) {
        uses[i].leaf = &leaves[i];
        push(&cold, &uses[i]);
    }
    if (leaves == NULL && uses != NULL) {
        push(&unmapped, uses);
    }
    vera_unlock(lock);
    return leaves != NULL;
}

static bool purge(const struct vera_leaf_use *use)
{
    return sizeof(struct vera_leaf) % vera_system_page() == 0 &&
           vera_system_purge_extent(use->leaf, sizeof(struct vera_leaf));
}

void vera_leaf_purge(struct vera_lock *lock, size_t most)
{
    bool done = true;
    vera_lock(lock);
    while (done && warm_count > most) {
        struct vera_leaf_use *use = vera_leaf_take();
        vera_unlock(lock);
        done = purge(use);
        vera_lock(lock);
        push(done ? &cold : &warm, use);
        warm_count += !done;
    }
    vera_unlock(lock);
}
