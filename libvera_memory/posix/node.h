/* Nodes for the sets of idle runs.
 *
 * To take memory back must not need memory: so whoever hands a run out has the
 * nodes promised that it takes to file it again. The lock of the primitives
 * guards everything here.
 */
#ifndef VERA_POSIX_NODE_H
#define VERA_POSIX_NODE_H

#include "run.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What handing a run out takes: a node for its return, and one each for what
 * is left on both sides of it. */
#define VERA_NODE_PROMISE ((size_t)3)

/* Promises VERA_NODE_PROMISE nodes; false when there are not that many that are
 * neither in use nor promised. */
bool vera_node_promise(void);

/* Takes the promise of `count` nodes back. */
void vera_node_redeem(size_t count);

/* Whether a node is left beside those that are promised. */
bool vera_node_is_spare(void);

/* A node, filled in. There is one, if it was promised or is spare. */
struct vera_run *vera_node_take(uintptr_t addr, size_t size, uint64_t since);

void vera_node_give(struct vera_run *node);

/* Adds what vera_region_new made. */
void vera_node_add(struct vera_region *region);

/* Takes out a region whose nodes are neither in use nor promised, to drop its pages, while
 * more than `most` have pages; null when no more have. */
struct vera_region *vera_node_next_idle(size_t most);

void vera_node_return(struct vera_region *region, bool dropped);

#endif
