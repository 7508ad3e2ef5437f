#!/bin/sh
# Adds a function, in a node of its own, to the library's sources in FOLDER. With that library,
# the tests of the bindings see a function that no binding knows.
#   newer.sh FOLDER
#
# A patch would not do: the next real function changes its context. No release will have the
# number of the node.
set -eu
cd "$1"

cat >>abi/memory.abi <<'END'

node      VERA_MEMORY_1.1000 extends VERA_MEMORY_1.0

function  compare_memory
  takes   left   ptr  const reads=count nonnull=count
  takes   right  ptr  const reads=count nonnull=count
  takes   count  i64
  returns i64
END

cat >>libvera_memory/bulk.c <<'END'

int64_t vera_memory_compare_memory(const void *left, const void *right, int64_t count)
{
    const char *one = left;
    const char *other = right;
    int64_t same = 0;
    while (same < count && one[same] == other[same]) {
        same++;
    }
    return same;
}
END

header=libvera_memory/include/vera/memory.h
awk '{ print }
    /^extern "C" {/ { within = 1 }
    /^#endif/ && within {
        print "\n/* Returns the offset of the first byte in which the two ranges differ, or `count`. */"
        print "int64_t vera_memory_compare_memory(const void *left, const void *right, int64_t count);"
        within = 0
        added = 1
    }
    END { exit !added }' "$header" >"$header.new"
mv "$header.new" "$header"
