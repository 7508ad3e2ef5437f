/* Lists of leaves that serve nobody, with their pages and without. */
#include "leaf.h"

#include "record.h"

#define BLOCK ((size_t)64 << 10) /* what the system gives at once, for so many leaves: */
#define LEAVES (BLOCK / sizeof(struct vera_leaf))

static struct vera_leaf_use *idle;
static struct vera_leaf_use *dropped; /* the same, and their pages went */
static struct vera_leaf_use *blank;   /* for LEAVES leaves that there was no memory for */
static size_t idle_count;

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
    struct vera_leaf_use *use = pop(&idle);
    idle_count -= use != NULL;
    return use != NULL ? use : pop(&dropped);
}

void vera_leaf_give(struct vera_leaf_use *use)
{
    push(&idle, use);
    idle_count++;
}

static struct vera_leaf_use *take_blank(struct vera_lock *lock)
{
    vera_lock_take(lock);
    struct vera_leaf_use *uses = pop(&blank);
    vera_lock_drop(lock);
    return uses != NULL ? uses : vera_record_new(LEAVES * sizeof *uses);
}

bool vera_leaf_make(struct vera_lock *lock)
{
    struct vera_leaf_use *uses = take_blank(lock);
    struct vera_leaf *leaves = uses != NULL ? vera_system_fresh(BLOCK) : NULL;
    vera_lock_take(lock);
    for (size_t i = 0; leaves != NULL && i < LEAVES; i++) {
        uses[i].leaf = &leaves[i];
        push(&dropped, &uses[i]);
    }
    if (leaves == NULL && uses != NULL) {
        push(&blank, uses);
    }
    vera_lock_drop(lock);
    return leaves != NULL;
}

static bool drop(const struct vera_leaf_use *use)
{
    return sizeof(struct vera_leaf) % vera_system_page() == 0 &&
           vera_system_drop(use->leaf, sizeof(struct vera_leaf));
}

void vera_leaf_drop_idle(struct vera_lock *lock, size_t most)
{
    bool done = true;
    vera_lock_take(lock);
    while (done && idle_count > most) {
        struct vera_leaf_use *use = vera_leaf_take();
        vera_lock_drop(lock);
        done = drop(use);
        vera_lock_take(lock);
        push(done ? &dropped : &idle, use);
        idle_count += !done;
    }
    vera_lock_drop(lock);
}
