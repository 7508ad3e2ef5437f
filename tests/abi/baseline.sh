# memory.abi keeps every promise that was recorded.
. "$top_srcdir/tests/abi/abi.sh"

agrees "memory.abi keeps the promises of its baselines" \
    vera_abi check "$abi/memory.abi" --baseline "$baselines"

finish
