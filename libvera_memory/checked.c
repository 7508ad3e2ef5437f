/* From an address to a record, and what is written in and beside a block. */
#include "checked.h"

#include "map.h"
#include "mark.h"
#include "slab.h"
#include "system.h"

static unsigned generation; /* forks between the first process and this one */

struct vera_checked *vera_checked_find(const void *addr)
{
    struct vera_slab *slab;
    struct vera_checked *run = vera_map_find_checked(addr, &slab);
    return slab != NULL && vera_slab_spans(slab, addr)
               ? vera_slab_checked(slab, vera_slab_slot(slab, addr))
               : run;
}

/* Bytes from an address to where another block may be. */
static size_t rest_of_place(const char *at)
{
    struct vera_slab *slab;
    vera_map_find_checked(at, &slab);
    if (slab != NULL && vera_slab_spans(slab, at)) {
        return slab->size - (size_t)(at - slab->start) % slab->size;
    }
    return VERA_MAP_GRAIN - (uintptr_t)at % VERA_MAP_GRAIN;
}

struct vera_checked *vera_checked_find_in(const void *addr, size_t count)
{
    const char *at = addr;
    for (size_t done = 0; done < count; done += rest_of_place(at + done)) {
        struct vera_checked *checked = vera_checked_find(at + done);
        if (checked != NULL && vera_checked_state(checked) != VERA_CHECKED_NONE) {
            return checked;
        }
    }
    return NULL;
}

void vera_checked_begin(struct vera_checked *checked, size_t size, size_t align, const void *site)
{
    checked->size = size;
    checked->align_bits = (uint8_t)__builtin_ctzll(align);
    checked->generation = generation;
    checked->allocated = site;
    checked->freed = NULL;
    if (checked->kind != VERA_CHECKED_SLOT) {
        vera_checked_mark(checked);
    }
    atomic_store_explicit(&checked->state, VERA_CHECKED_LIVE, memory_order_release);
}

void vera_checked_mark(const struct vera_checked *checked)
{
    vera_mark_write(checked->base, checked->block);
    vera_mark_write(vera_checked_end(checked), vera_checked_end_of_place(checked));
}

const char *vera_checked_overrun(const struct vera_checked *checked)
{
    /* What lies close to the block is most telling, but the first byte of all that
     * differs will do before it. */
    const char *after =
        vera_mark_find_other(vera_checked_end(checked), vera_checked_end_of_place(checked));
    return after != NULL ? after : vera_mark_find_other(checked->base, checked->block);
}

void vera_checked_spoil(struct vera_checked *checked)
{
    if (checked->kind == VERA_CHECKED_GUARDED && vera_system_seal(checked->base, checked->room)) {
        checked->kind = VERA_CHECKED_SEALED;
    } else {
        vera_mark_write(checked->block, vera_checked_end(checked));
    }
}

const char *vera_checked_written(const struct vera_checked *checked)
{
    return checked->kind != VERA_CHECKED_SEALED
               ? vera_mark_find_other(checked->base, vera_checked_end_of_place(checked))
               : NULL;
}

void vera_checked_spoil_again(const struct vera_checked *checked)
{
    vera_mark_write(checked->base, vera_checked_end_of_place(checked));
}

bool vera_checked_is_live_here(const struct vera_checked *checked)
{
    return vera_checked_state(checked) == VERA_CHECKED_LIVE && checked->generation == generation;
}

void vera_checked_forked(void)
{
    generation++;
}
