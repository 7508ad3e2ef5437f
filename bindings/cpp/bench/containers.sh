#!/bin/sh
# Standard containers on vera::allocator, on std::pmr with vera's resource, and on
# std::allocator with the operators new and delete of the standard library, of
# libvera_memory_new, and of each other allocator that is installed.
#   containers.sh [ROUNDS]
# pkg-config must find vera_memory_new. Each run is a process of its own, and rounds are
# interleaved. Prints medians, each with its ratio to that of vera::allocator.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

libraries=$(pkg-config --variable=libdir vera_memory_new)
# shellcheck disable=SC2046,SC2086 # commands and flags are words
${CXX:-c++} -std=c++17 -O2 -o "$folder/containers" "$here/containers.cc" $(pkg-config --cflags --libs vera_memory)

# run NAME ALLOCATOR [LIBRARY]
run() {
    LD_LIBRARY_PATH=$libraries LD_PRELOAD=${3-} "$folder/containers" "$2" | sed "s/^/$1 /" >>"$folder/figures"
}

# Where the system's loader finds a library. A user's PATH may lack ldconfig.
shared() {
    PATH=$PATH:/usr/sbin:/sbin ldconfig -p | sed -n "s|.*$1 .*=> ||p" | head -n 1
}

# run, if the library is installed.
run_peer() {
    library=$(shared "$2")
    test -z "$library" || run "$1" std "$library"
}

round=0
while test "$round" -lt "${1-9}"; do
    run vera::allocator vera
    run vera_pmr pmr
    run default std
    run vera_memory_new std "$libraries/libvera_memory_new.so"
    run_peer mimalloc libmimalloc.so.2
    run_peer jemalloc libjemalloc.so.2
    run_peer tcmalloc libtcmalloc_minimal.so.4
    round=$((round + 1))
done
awk -f "$here/ratios.awk" "$folder/figures"
