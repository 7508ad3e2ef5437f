# The headers in the tree declare what the tables promise.
. "$top_srcdir/tests/abi/abi.sh"

agrees "vera/binding.h declares what binding.abi promises" \
    vera_abi check "$abi/binding.abi" --header "$top_srcdir/bindings/libvera_binding/include"
agrees "vera/memory.h declares what memory.abi promises" \
    vera_abi check "$abi/memory.abi" --header "$top_srcdir/libvera_memory/include"
agrees "vera/sample.h declares what sample.abi promises" \
    vera_abi check "$top_srcdir/tests/sample/sample.abi" --header "$top_srcdir/tests/sample/include"

CFLAGS="${CFLAGS-} -Werror -Wredundant-decls"
export CFLAGS
agrees "the user's warning flags do not matter" \
    vera_abi check "$abi/memory.abi" --header "$top_srcdir/libvera_memory/include"

finish
