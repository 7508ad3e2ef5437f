/* Two sets: a mapping moves from one to the other. */
#include "mapping.h"

#include <stddef.h>

void vera_mapping_add(struct vera_mappings *mappings, struct vera_run *mapping)
{
    vera_run_set_add(&mappings->used, mapping);
}

struct vera_run *vera_mapping_remove(struct vera_mappings *mappings, uintptr_t addr)
{
    struct vera_run *mapping = vera_run_set_at(&mappings->used, addr);
    vera_run_set_remove(&mappings->used, mapping);
    return mapping;
}

bool vera_mapping_begins(const struct vera_mappings *mappings, uintptr_t addr)
{
    return vera_run_set_at(&mappings->used, addr) != NULL ||
           vera_run_set_at(&mappings->sealed, addr) != NULL;
}

bool vera_mapping_is_whole(const struct vera_mappings *mappings, const struct vera_run *run)
{
    const struct vera_run *mapping = vera_run_set_at(&mappings->used, run->addr);
    return mapping != NULL && mapping->size == run->size;
}

static void move(struct vera_run_set *from, struct vera_run_set *to, const struct vera_run *run)
{
    struct vera_run *mapping = vera_run_set_at(from, run->addr);
    if (mapping != NULL && mapping->size == run->size) {
        vera_run_set_remove(from, mapping);
        vera_run_set_add(to, mapping);
    }
}

void vera_mapping_sealed(struct vera_mappings *mappings, const struct vera_run *run)
{
    move(&mappings->used, &mappings->sealed, run);
}

void vera_mapping_unsealed(struct vera_mappings *mappings, const struct vera_run *run)
{
    move(&mappings->sealed, &mappings->used, run);
}
