#!/bin/sh
# What configure can be told to leave out is left out, and is not needed.
. "$top_srcdir/tests/tap.sh"
. "$top_srcdir/tests/install/anew.sh"

# build NAME ARGUMENT...: configures with the arguments, builds and installs.
build() {
    name=$1
    shift
    mkdir "$anew/$name" && cd "$anew/$name" &&
        "$sources/configure" --prefix="$anew/$name-installed" "$@" &&
        make -j "$jobs" && make install
}

# Nothing that pkg-config knows: neither libffi and Jansson nor Check.
mkdir "$anew/nothing"
check '--disable-bindings needs no other library' \
    build alone --disable-bindings PKG_CONFIG_LIBDIR="$anew/nothing" PKG_CONFIG_PATH=
finish
