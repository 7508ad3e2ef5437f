# Shared by both platforms with Windows: sourced by their files after they have set `host`
# and `packages`. libtool links archives into a DLL only if pass_all says that the system
# accepts any file.
compiler=$host-gcc-win32
libraries='check libffi jansson'
settings="CC=$compiler CXX=no lt_cv_deplibs_check_method=pass_all"

# verdict WHAT COMMAND...: a line of inspect.
verdict() {
    verdict_on=$1
    shift
    if "$@" >"$folder/verdict" 2>&1; then
        echo "ok - $verdict_on"
    else
        echo "not ok - $verdict_on"
        cat "$folder/verdict"
    fi
}

# pkg-config for the installed tree.
package() {
    PKG_CONFIG_SYSROOT_DIR=$tree PKG_CONFIG_LIBDIR=$tree/usr/local/lib/pkgconfig pkg-config "$@"
}

# program NAME ARGUMENT...: compiles a program that includes the header and has no code for
# DLLs.
program() {
    name=$1
    shift
    $compiler -Wall -Wextra -Werror -o "$tree/$name" "$top/tests/install/program.c" "$@"
}

# Not for the binding: it contains libraries whose own builds may name folders.
unnamed() {
    ! grep -rF -e "$top" "$@"
}

# Inspects the installed tree, then moves it to a folder that the build does not know.
inspect_tree() {
    tree=$folder/installed
    moved="$folder/another place"
    rm -rf "$tree" "$moved"
    verdict 'make install' make -C "$folder" install prefix=/usr/local DESTDIR="$tree"
    for file in bin/libvera_memory-1.dll bin/libvera_binding-1.dll bin/vera-repl.exe \
        lib/libvera_memory.dll.a lib/libvera_memory.a lib/vera/modules/memory.json; do
        verdict "$file is installed" test -e "$tree/usr/local/$file"
    done
    # shellcheck disable=SC2046 # a list of words
    verdict 'a program with the import library' program dynamic.exe $(package --cflags --libs vera_memory)
    # shellcheck disable=SC2046 # a list of words
    verdict 'a program with the archive in it' \
        program static.exe -static $(package --static --cflags --libs vera_memory)
    verdict 'no installed file of libvera_memory names a folder of the build' \
        unnamed "$tree/usr/local/bin/libvera_memory-1.dll" "$tree"/usr/local/lib/libvera_memory* \
        "$tree/usr/local/lib/pkgconfig" "$tree/usr/local/bin/vera-repl.exe"
    mv "$tree" "$moved"
}

inspect() {
    verdict 'libvera_memory needs only the system' \
        "$top/abi/vera-abi" needs "$folder/libvera_memory/.libs/libvera_memory-1.dll"
    verdict 'libvera_binding needs only the system' \
        "$top/abi/vera-abi" needs "$folder/bindings/libvera_binding/.libs/libvera_binding-1.dll"
    inspect_tree
    test "$emulator" = none || run_tree
}
