# The libraries, as they were built, export what the tables promise.
. "$top_srcdir/tests/abi/abi.sh"

# exports NAME TABLE ARCHIVE
exports() {
    library=$(built "$top_builddir/$3")
    if [ -n "$library" ]; then
        agrees "$1 exports what its table promises" "$abi/check-library" "$top_srcdir/$2" "$library"
    else
        skip "$1 exports what its table promises" "it was not built as a shared library"
    fi
}

exports libvera_binding abi/binding.abi bindings/libvera_binding.la
exports libvera_memory abi/memory.abi libvera_memory/libvera_memory.la

finish
