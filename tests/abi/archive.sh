# The static libraries define what the tables promise, and no name that could clash
# with one of a program's.
. "$top_srcdir/tests/abi/abi.sh"

# static ARCHIVE: prints the static library of a libtool archive, if there is one.
static() {
    [ -e "$1" ] && sed -n "s|^old_library='\(..*\)'\$|$(dirname "$1")/.libs/\1|p" "$1"
}

# defines NAME TABLE ARCHIVE OPTION...
defines() {
    name=$1
    table=$top_srcdir/$2
    archive=$(static "$top_builddir/$3")
    shift 3
    if [ -n "$archive" ]; then
        agrees "$name" vera_abi check "$table" --archive "$archive" "$@"
    else
        skip "$name" "no static library was built"
    fi
}

defines "libvera_binding.a defines the binding" abi/binding.abi bindings/libvera_binding/libvera_binding.la
defines "libvera_memory.a defines the module and the primitives" \
    abi/memory.abi libvera_memory/libvera_memory.la \
    --symbol __vera_sys_alloc --symbol __vera_sys_free

copy_sample
archive() {
    (cd "$scratch" && ${CC:-cc} ${CPPFLAGS-} ${CFLAGS-} -w -Iinclude -c sample.c &&
        rm -f sample.a && ${AR:-ar} cr sample.a sample.o) || not_ok "the copy compiles"
}
check_archive() {
    vera_abi check "$scratch/sample.abi" --archive "$scratch/sample.a" "$@"
}
archive
agrees "an unchanged copy agrees" check_archive
refuses "another symbol that must be defined" \
    "sample.a: does not define the function __vera_sample_none" check_archive --symbol __vera_sample_none
edit sample.c 's/vera_sample_touched(void)/vera_sample_touching(void)/'
archive
refuses "a promised function that is not defined" \
    "sample.a: does not define the function vera_sample_touched" check_archive
edit sample.c 's/vera_sample_touching(void)/vera_sample_touched(void)/'
edit sample.c 's/^static _Atomic int64_t touches/_Atomic int64_t touches/'
archive
refuses "a name without the prefix" \
    "sample.a: defines touches, which does not begin with vera_ or __vera_" check_archive

finish
