# What both platforms of Windows share: sourced by their files, once `host` and
# `packages` are set. libtool makes no DLL of archives unless it is told that the system
# takes whatever there is.
compiler=$host-gcc-win32
libraries='check libffi jansson'
settings="CC=$compiler CXX=no lt_cv_deplibs_check_method=pass_all"

# verdict WHAT COMMAND...
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

# What an installed package's pkg-config file says of the installed tree.
package() {
    PKG_CONFIG_SYSROOT_DIR=$tree PKG_CONFIG_LIBDIR=$tree/usr/local/lib/pkgconfig pkg-config "$@"
}

# program NAME WORD...: what these words make of a program that includes the header and
# knows nothing of DLLs.
program() {
    name=$1
    shift
    $compiler -Wall -Wextra -Werror -o "$tree/$name" "$top/tests/install/program.c" "$@"
}

# Of the binding that cannot be said: it holds libraries whose build is their own affair.
unnamed() {
    ! grep -rF -e "$top" "$@"
}

# The tree where it was installed, and then where nobody configured anything for.
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
    verdict 'a program by the import library' program dynamic.exe $(package --cflags --libs vera_memory)
    # shellcheck disable=SC2046 # a list of words
    verdict 'a program with the archive in it' program static.exe -static $(package --static --cflags --libs vera_memory)
    verdict 'what is installed of libvera_memory names no folder of the build' \
        unnamed "$tree/usr/local/bin/libvera_memory-1.dll" "$tree"/usr/local/lib/libvera_memory* \
        "$tree/usr/local/lib/pkgconfig" "$tree/usr/local/bin/vera-repl.exe"
    mv "$tree" "$moved"
}

inspect() {
    verdict 'libvera_memory needs the system alone' \
        "$top/abi/vera-abi" needs "$folder/libvera_memory/.libs/libvera_memory-1.dll"
    verdict 'libvera_binding needs the system alone' \
        "$top/abi/vera-abi" needs "$folder/bindings/libvera_binding/.libs/libvera_binding-1.dll"
    inspect_tree
    test "$emulator" = none || run_tree
}
