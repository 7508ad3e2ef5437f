# 64-bit Windows, in Wine, without a display and with a prefix of its own.
packages='gcc-mingw-w64-x86-64-win32 wine wine64'
host=x86_64-w64-mingw32
. "$top/scripts/platforms/windows.sh"

# Debian's script `wine` asks for the 32-bit one as well.
emulator=$(command -v wine64) || emulator=/usr/lib/wine/wine64

# File names are UTF-8, whatever the caller's locale. The new prefix needs neither a
# browser nor .NET.
WINEPREFIX=$folder/wine WINEDEBUG=-all WINEDLLOVERRIDES='mscoree,mshtml=' LC_ALL=C.UTF-8
export WINEPREFIX WINEDEBUG WINEDLLOVERRIDES LC_ALL

# Where Wine looks for DLLs: those of the build, and the one for threads, which only the
# tests need.
prepare() {
    threads=$($compiler -print-file-name=libwinpthread-1.dll)
    WINEPATH="Z:$folder/libvera_memory/.libs;Z:$folder/bindings/libvera_binding/.libs;Z:${threads%/*}"
    export WINEPATH
    step "$platform: making a Wine prefix" "$emulator" wineboot -i
}

# Addresses have 64 bits, so a 32-bit relocation is not for an address: GNU's linker also
# lists offsets into thread-local storage as such, and a library with them runs only at
# the address that it was linked for.
moves() {
    "$host-objdump" -p "$1" >"$folder/headers" && grep -q DIR64 "$folder/headers" &&
        ! grep HIGHLOW "$folder/headers"
}

# Programs find what they need in their own folder now, or nowhere.
run_tree() {
    for library in libvera_memory libvera_binding; do
        verdict "$library can be loaded at any address" moves "$moved/usr/local/bin/$library-1.dll"
    done
    verdict 'the program with the archive in it runs' env WINEPATH= "$emulator" "$moved/static.exe"
    mv "$moved/dynamic.exe" "$moved/usr/local/bin"
    verdict 'the program with the import library runs' env WINEPATH= "$emulator" "$moved/usr/local/bin/dynamic.exe"
    verdict 'vera-repl runs in the moved tree without any setting' \
        env WINEPATH= VERA_MODULE_PATH= "$emulator" "$moved/usr/local/bin/vera-repl.exe" "$top/examples/tour.vera"
}

# wineserver -k fails if no program ran.
finish() {
    wineserver -k || :
    wineserver -w
}
