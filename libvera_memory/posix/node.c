/* Unused nodes, and how many of them are promised. */
#include "node.h"

#include "record.h"

#define MADE 64 /* at a time */

static struct vera_run *unused; /* chained by `newer` */
static size_t unused_count;
static size_t promised;

bool vera_node_promise(void)
{
    bool enough = unused_count >= promised + VERA_NODE_PROMISE;
    promised += enough ? VERA_NODE_PROMISE : 0;
    return enough;
}

void vera_node_redeem(size_t count)
{
    promised -= count;
}

bool vera_node_is_spare(void)
{
    return unused_count > promised;
}

struct vera_run *vera_node_take(uintptr_t addr, size_t size, uint64_t since)
{
    struct vera_run *node = unused;
    unused = node->newer;
    unused_count--;
    node->addr = addr;
    node->size = size;
    node->since = since;
    return node;
}

void vera_node_give(struct vera_run *node)
{
    node->newer = unused;
    unused = node;
    unused_count++;
}

struct vera_run *vera_node_make(void)
{
    return vera_record_new(MADE * sizeof(struct vera_run));
}

void vera_node_add(struct vera_run *nodes)
{
    for (size_t i = 0; i < MADE; i++) {
        vera_node_give(&nodes[i]);
    }
}
