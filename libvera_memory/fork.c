/* Shuts the gate, and opens it. */
#include "fork.h"

#include "check/block.h"
#include "gate.h"

void vera_fork_before(void)
{
    vera_gate_shut();
}

void vera_fork_after(void)
{
    vera_gate_open();
}

void vera_fork_after_in_child(void)
{
    vera_check_block_forked();
    vera_gate_open_in_child();
}
