# A host in another language needs only the manifests: one in Python, with ctypes,
# prepares and calls every function of both modules.
. "$top_srcdir/tests/abi/abi.sh"

test -z "$exeext${VERA_TEST_EMULATOR-}" || skip_all "python3 opens only ELF libraries for this machine"
python3 -c 'import ctypes' 2>/dev/null || skip_all "python3 with ctypes is missing"
case " ${CC-} ${CFLAGS-} " in
*' -fsanitize='*) skip_all "a sanitizer must be linked into the program, and python3 has none" ;;
esac

# c_library FILE: prints the C library that the file needs, if readelf can read it.
c_library() {
    ${READELF:-readelf} -d "$1" 2>/dev/null | sed -n 's/.*(NEEDED).*\[\(libc[.][^]]*\)\].*/\1/p'
}
library=$(built "$top_builddir/libvera_memory/libvera_memory.la")
ours=$(c_library "$library")
theirs=$(c_library "$(python3 -c 'import sys; print(sys.executable)')")
test -z "$ours" || test -z "$theirs" || test "$ours" = "$theirs" ||
    skip_all "python3 uses another C library, $theirs"

# uses NAME PROGRAM MANIFEST: one case, with the program's TAP as its output.
uses() {
    if [ ! -e "$3" ]; then
        skip "$1" "no shared library was built"
        return
    fi
    output=$(python3 -B "$top_srcdir/tests/abi/$2" "$3" 2>&1)
    if [ $? -eq 0 ]; then
        ok "$1"
    else
        not_ok "$1"
    fi
    printf '%s\n' "$output" | sed 's/^/# /'
}

uses "vera:memory" host_memory.py "$top_builddir/stage/lib/vera/modules/memory.json"
uses "vera:sample" host_sample.py "$top_builddir/tests/stage/lib/vera/modules/sample.json"

finish
