/* From an address to a record, and the marks in and beside a block. */
#include "check/block.h"

#include "check/mark.h"
#include "map.h"
#include "slab.h"
#include "system.h"

static unsigned generation; /* forks from the first process to this one */

struct vera_check_block *vera_check_block_find(const void *addr)
{
    struct vera_slab *slab;
    struct vera_check_block *run = vera_map_find_check_block(addr, &slab);
    return slab != NULL && vera_slab_spans(slab, addr)
               ? vera_slab_check_block(slab, vera_slab_slot(slab, addr))
               : run;
}

/* Bytes from an address to where the next block may be. */
static size_t rest_of_place(const char *at)
{
    struct vera_slab *slab;
    vera_map_find_check_block(at, &slab);
    if (slab != NULL && vera_slab_spans(slab, at)) {
        return slab->size - (size_t)(at - slab->start) % slab->size;
    }
    return VERA_MAP_GRAIN - (uintptr_t)at % VERA_MAP_GRAIN;
}

struct vera_check_block *vera_check_block_find_in(const void *addr, size_t count)
{
    const char *at = addr;
    for (size_t done = 0; done < count; done += rest_of_place(at + done)) {
        struct vera_check_block *block = vera_check_block_find(at + done);
        if (block != NULL && vera_check_block_state(block) != VERA_CHECK_NONE) {
            return block;
        }
    }
    return NULL;
}

void vera_check_block_begin(struct vera_check_block *block, size_t size, size_t align,
                            const void *site)
{
    block->size = size;
    block->align_bits = (uint8_t)__builtin_ctzll(align);
    block->generation = generation;
    block->allocated = site;
    block->freed = NULL;
    if (block->kind != VERA_CHECK_SLOT) {
        vera_check_block_mark(block);
    }
    atomic_store_explicit(&block->state, VERA_CHECK_LIVE, memory_order_release);
}

void vera_check_block_mark(const struct vera_check_block *block)
{
    vera_mark_write(block->base, block->start);
    vera_mark_write(vera_check_block_end(block), vera_check_block_end_of_place(block));
}

const char *vera_check_block_overrun(const struct vera_check_block *block)
{
    /* After the block, the first byte is the closest to it; before it, the first will do. */
    const char *after =
        vera_mark_find_other(vera_check_block_end(block), vera_check_block_end_of_place(block));
    return after != NULL ? after : vera_mark_find_other(block->base, block->start);
}

void vera_check_block_poison(struct vera_check_block *block)
{
    if (block->kind == VERA_CHECK_GUARDED && vera_system_seal(block->base, block->room)) {
        block->kind = VERA_CHECK_SEALED;
    } else {
        vera_mark_write(block->start, vera_check_block_end(block));
    }
}

const char *vera_check_block_written(const struct vera_check_block *block)
{
    return block->kind != VERA_CHECK_SEALED
               ? vera_mark_find_other(block->base, vera_check_block_end_of_place(block))
               : NULL;
}

void vera_check_block_poison_again(const struct vera_check_block *block)
{
    vera_mark_write(block->base, vera_check_block_end_of_place(block));
}

bool vera_check_block_is_live_here(const struct vera_check_block *block)
{
    return vera_check_block_state(block) == VERA_CHECK_LIVE && block->generation == generation;
}

void vera_check_block_forked(void)
{
    generation++;
}
