/* The marks in and beside a block, and the processes that allocated it. */
#include "check/block.h"

#include "check/mark.h"
#include "check/record.h"
#include "child.h"
#include "system.h"

void vera_check_block_begin(struct vera_check_block *block, size_t size, size_t align,
                            const void *site)
{
    block->size = size;
    block->align = align;
    block->generation = vera_child_generation();
    block->allocated = site;
    block->freed = NULL;
    /* A slot is all marks, and what is sealed has none. */
    if (block->kind == VERA_CHECK_RUN || block->kind == VERA_CHECK_GUARDED) {
        vera_check_block_mark(block);
    }
    vera_check_record_begin(block, VERA_CHECK_LIVE);
}

void vera_check_block_mark(const struct vera_check_block *block)
{
    vera_mark_write(block->base, block->start);
    vera_mark_write(vera_check_block_end(block), vera_check_block_end_of_place(block));
}

const char *vera_check_block_overrun(const struct vera_check_block *block)
{
    if (block->kind == VERA_CHECK_SEALED) {
        return NULL;
    }
    /* After the block, the first byte is the closest to it; before it, the first will do. */
    const char *after =
        vera_mark_find_other(vera_check_block_end(block), vera_check_block_end_of_place(block));
    return after != NULL ? after : vera_mark_find_other(block->base, block->start);
}

void vera_check_block_poison(struct vera_check_block *block)
{
    if (block->kind == VERA_CHECK_GUARDED && vera_system_seal(block->base, block->room)) {
        block->kind = VERA_CHECK_SEALED;
    }
    if (block->kind != VERA_CHECK_SEALED) {
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

bool vera_check_block_is_own(const struct vera_check_block *block)
{
    return block->generation == vera_child_generation();
}
