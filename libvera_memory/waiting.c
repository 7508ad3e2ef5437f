/* Each word of an entry is 0 until it is written, so a child knows whether it has found a whole
 * one. The last word is the alignment, and the kind below it. */
#include "waiting.h"

#include "class.h"
#include "system.h"
#include "trail.h"

struct entry {
    _Atomic(uintptr_t) words[3];
};

#define ENTRIES ((VERA_TRAIL_PART - 2 * sizeof(size_t)) / sizeof(struct entry))
struct part {
    struct vera_trail_part link;
    size_t count; /* entries that may have been written */
    struct entry entries[ENTRIES];
};

static struct vera_trail trail = VERA_TRAIL_INIT;

static void write_words(struct entry *entry, struct vera_waiting one)
{
    const uintptr_t words[] = {(uintptr_t)one.addr, one.size, one.align | one.kind};
    for (size_t i = 0; i < 3; i++) {
        atomic_store_explicit(&entry->words[i], words[i], memory_order_relaxed);
    }
}

/* The lock is held. False when every part is full. */
static bool add(struct vera_waiting one)
{
    struct part *part = vera_trail_oldest(&trail);
    while (part != NULL && part->count == ENTRIES) {
        part = vera_trail_next(&part->link);
    }
    if (part != NULL) {
        write_words(&part->entries[part->count], one);
        part->count++;
    }
    return part != NULL;
}

static bool add_part(void)
{
    struct part *part = vera_trail_new_part();
    if (part != NULL) {
        vera_trail_append(&trail, &part->link);
    }
    return part != NULL;
}

void vera_waiting_add(struct vera_waiting one)
{
    bool done;
    do {
        vera_lock(&trail.lock);
        done = add(one);
        vera_unlock(&trail.lock);
    } while (!done && add_part());
}

/* Reads an entry and clears it. False if a word of it is missing. */
static bool take_words(struct entry *entry, struct vera_waiting *one)
{
    uintptr_t words[3];
    for (size_t i = 0; i < 3; i++) {
        words[i] = atomic_load_explicit(&entry->words[i], memory_order_relaxed);
        if (words[i] != 0) {
            atomic_store_explicit(&entry->words[i], 0, memory_order_relaxed);
        }
    }
    enum vera_waiting_kind kind = words[2] % VERA_CLASS_MIN_ALIGN;
    *one = (struct vera_waiting){(void *)words[0], words[1], words[2] - kind, kind};
    return words[0] != 0 && words[1] != 0 && words[2] != 0;
}

/* Nobody is waited for, who may be what a signal handler has interrupted: whoever adds something
 * takes it up afterwards if the gate is open, and whoever takes goes on until nothing is left. */
bool vera_waiting_take(struct vera_waiting *one)
{
    bool taken = false;
    if (vera_trail_oldest(&trail) == NULL || !vera_try_lock(&trail.lock)) {
        return false;
    }
    struct part *part = vera_trail_oldest(&trail);
    for (; part != NULL && !taken; part = vera_trail_next(&part->link)) {
        while (part->count > 0 && !taken) {
            part->count--;
            taken = take_words(&part->entries[part->count], one);
        }
    }
    vera_unlock(&trail.lock);
    return taken;
}

/* No count is known to be newer than the entries that it counts. */
void vera_waiting_begin_child(void)
{
    vera_trail_begin_child(&trail);
    for (struct part *part = vera_trail_oldest(&trail); part != NULL;
         part = vera_trail_next(&part->link)) {
        part->count = ENTRIES;
    }
}
