/* Small blocks and large ones lie apart, each where an address shows which it is. */
#include "side.h"

#include "class.h"
#include "side_large.h"
#include "side_small.h"

void *vera_side_take(size_t size, size_t align)
{
    unsigned class = vera_class_of(size, align);
    return class == VERA_CLASS_LARGE ? vera_side_large_take(size, align)
                                     : vera_side_small_take(class);
}

enum vera_misuse vera_side_give(const void *block, unsigned class, unsigned *actual)
{
    enum vera_misuse misuse = vera_side_small_give(block, class, actual);
    if (misuse != VERA_MISUSE_FOREIGN) {
        return misuse;
    }
    enum vera_side_large large = vera_side_large_find(block);
    return large == VERA_SIDE_LARGE_NONE  ? VERA_MISUSE_FOREIGN
           : large == VERA_SIDE_LARGE_OWN ? VERA_MISUSE_LARGE
                                          : VERA_MISUSE_NONE;
}

bool vera_side_give_large(const void *block, size_t size, size_t align,
                          struct vera_large_form *actual)
{
    *actual = (struct vera_large_form){0, 0};
    return vera_side_small_is_parents(block) ||
           vera_side_large_find(block) == VERA_SIDE_LARGE_PARENTS ||
           vera_side_large_give(block, size, align, actual);
}

bool vera_side_has(const void *addr)
{
    return vera_side_small_has(addr) || vera_side_large_find(addr) != VERA_SIDE_LARGE_NONE;
}

void vera_side_begin_child(void)
{
    vera_side_small_begin_child();
    vera_side_large_begin_child();
}
