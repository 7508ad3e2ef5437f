/* Nodes: what is promised is there, whatever is dropped meanwhile. */
#include "posix/node.h"

#include "layers.h"

static size_t promises; /* that were given */

/* As many as the nodes of one region, of which nobody else knows, allow. */
static void promise_all(void)
{
    struct vera_region *region = vera_region_new();
    expect(region != NULL);
    vera_node_add(region);
    for (promises = 0; vera_node_promise(); promises++) {
    }
    expect(promises > 100);
}

START_TEST(what_is_promised_can_be_taken)
{
    promise_all();
    for (size_t i = 0; i < promises * VERA_NODE_PROMISE; i++) {
        vera_node_redeem(1);
        expect(vera_node_take(i, 1, 0) != NULL);
    }
    expect(!vera_node_promise());
}
END_TEST

/* The region is idle once a node was in use and came back. */
START_TEST(what_is_promised_is_not_dropped)
{
    promise_all();
    vera_node_redeem(1);
    vera_node_give(vera_node_take(1, 1, 0));
    ck_assert_ptr_null(vera_node_next_idle(0));
    vera_node_redeem(promises * VERA_NODE_PROMISE - 1);
    struct vera_region *region = vera_node_next_idle(0);
    ck_assert_ptr_nonnull(region);
    vera_node_return(region, false);
}
END_TEST

START_TEST(what_is_being_dropped_is_not_promised)
{
    promise_all();
    vera_node_redeem(promises * VERA_NODE_PROMISE);
    vera_node_give(vera_node_take(1, 1, 0));
    struct vera_region *region = vera_node_next_idle(0);
    ck_assert_ptr_nonnull(region);
    expect(!vera_node_promise() && !vera_node_is_spare());
    expect(vera_region_drop(region));
    vera_node_return(region, true);
    expect(vera_node_promise() && vera_node_is_spare());
}
END_TEST

TCase *node_cases(void)
{
    TCase *all = tcase_create("node");
    tcase_add_test(all, what_is_promised_can_be_taken);
    tcase_add_test(all, what_is_promised_is_not_dropped);
    tcase_add_test(all, what_is_being_dropped_is_not_promised);
    return all;
}
