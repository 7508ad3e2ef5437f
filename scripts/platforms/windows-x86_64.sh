# 64-bit Windows, run by Wine: without a display, and in a Windows of its own.
packages='gcc-mingw-w64-x86-64-win32 wine wine64'
host=x86_64-w64-mingw32
. "$top/scripts/platforms/windows.sh"

# Debian has it beside a script that asks for the 32-bit one as well.
emulator=$(command -v wine64) || emulator=/usr/lib/wine/wine64

# Names of files are UTF-8, whatever the caller's locale. Neither a browser nor .NET is
# to be had for the new Windows.
WINEPREFIX=$folder/wine WINEDEBUG=-all WINEDLLOVERRIDES='mscoree,mshtml=' LC_ALL=C.UTF-8
export WINEPREFIX WINEDEBUG WINEDLLOVERRIDES LC_ALL

# Where DLLs are looked for: those of the build, and the one for threads, which is for the
# tests alone.
prepare() {
    threads=$($compiler -print-file-name=libwinpthread-1.dll)
    WINEPATH="Z:$folder/libvera_memory/.libs;Z:$folder/bindings/libvera_binding/.libs;Z:${threads%/*}"
    export WINEPATH
    step "$platform: making a Windows" "$emulator" wineboot -i
}

# Addresses have 64 bits, so that one of 32 which the loader is to change is none: GNU's
# linker lists offsets into thread-local storage there, too, and a library with such a
# list runs at the address alone for which it was linked.
moves() {
    "$host-objdump" -p "$1" >"$folder/headers" && grep -q DIR64 "$folder/headers" &&
        ! grep HIGHLOW "$folder/headers"
}

# What programs need is beside them now, or nowhere.
run_tree() {
    for library in libvera_memory libvera_binding; do
        verdict "$library can be loaded at any address" moves "$moved/usr/local/bin/$library-1.dll"
    done
    verdict 'the program with the archive in it runs' env WINEPATH= "$emulator" "$moved/static.exe"
    mv "$moved/dynamic.exe" "$moved/usr/local/bin"
    verdict 'the program by the import library runs' env WINEPATH= "$emulator" "$moved/usr/local/bin/dynamic.exe"
    verdict 'vera-repl runs in the moved tree, and nothing tells it where that is' \
        env WINEPATH= VERA_MODULE_PATH= "$emulator" "$moved/usr/local/bin/vera-repl.exe" "$top/examples/tour.vera"
}

# There is none when nothing was run.
finish() {
    wineserver -k || :
    wineserver -w
}
