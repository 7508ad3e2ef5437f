/* Nodes that are not in use, and how many of them are promised. */
#include "node.h"

static struct vera_region_set nodes = {.size = sizeof(struct vera_run)};
static size_t unused;
static size_t promised;

bool vera_node_promise(void)
{
    bool enough = unused >= promised + VERA_NODE_PROMISE;
    promised += enough ? VERA_NODE_PROMISE : 0;
    return enough;
}

void vera_node_redeem(size_t count)
{
    promised -= count;
}

bool vera_node_is_spare(void)
{
    return unused > promised;
}

struct vera_run *vera_node_take(uintptr_t addr, size_t size, uint64_t since)
{
    struct vera_run *node = (struct vera_run *)vera_region_take(&nodes);
    unused--;
    node->addr = addr;
    node->size = size;
    node->since = since;
    return node;
}

void vera_node_give(struct vera_run *node)
{
    vera_region_give(&nodes, &node->tag);
    unused++;
}

void vera_node_add(struct vera_region *region)
{
    vera_region_add(&nodes, region);
    unused += vera_region_records(&nodes);
}

struct vera_region *vera_node_next_idle(size_t most)
{
    size_t count = vera_region_records(&nodes);
    struct vera_region *region =
        unused >= promised + count ? vera_region_next_idle(&nodes, most) : NULL;
    unused -= region != NULL ? count : 0;
    return region;
}

void vera_node_return(struct vera_region *region, bool dropped)
{
    vera_region_return(&nodes, region, dropped);
    unused += vera_region_records(&nodes);
}
