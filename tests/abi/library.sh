# The built libraries export what the tables promise, and libvera_memory needs nothing
# but the system.
. "$top_srcdir/tests/abi/abi.sh"

# built_agrees NAME ARCHIVE COMMAND...: agrees, with the archive's shared library as the
# last argument.
built_agrees() {
    what=$1
    library=$(built "$top_builddir/$2")
    shift 2
    if [ -n "$library" ]; then
        agrees "$what" "$@" "$library"
    else
        skip "$what" "no shared library was built"
    fi
}

built_agrees "libvera_binding exports what its table promises" bindings/libvera_binding/libvera_binding.la \
    vera_abi check "$top_srcdir/abi/binding.abi" --library
built_agrees "libvera_memory exports what its table promises" libvera_memory/libvera_memory.la \
    vera_abi check "$top_srcdir/abi/memory.abi" --library
if [ -z "${VERA_SANITIZER-}" ]; then
    built_agrees "libvera_memory needs nothing but the system" libvera_memory/libvera_memory.la \
        vera_abi needs
else
    skip "libvera_memory needs nothing but the system" "a sanitizer adds a library"
fi

finish
