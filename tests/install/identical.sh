#!/bin/sh
# Two builds of one release, in folders of different names and depths, produce identical
# libraries.
. "$top_srcdir/tests/tap.sh"
. "$top_srcdir/tests/install/anew.sh"

build() {
    mkdir -p "$2" && cd "$2" && "$1/configure" && make -j "$jobs"
}

# -p keeps the times of the files, by which make decides what is up to date.
cp -Rp "$sources" "$anew/elsewhere"
check 'one build' build "$sources" "$sources/build"
check 'another build' build "$anew/elsewhere" "$anew/some/other folder/objects"

cd "$sources/build" || exit
find . -name '.libs' -prune -exec find {} -type f \( -name 'lib*.so*' -o -name 'lib*.a' \) \; | sort >"$anew/libraries"
while IFS= read -r file; do
    check "identical: ${file#./}" cmp "$file" "$anew/some/other folder/objects/$file"
done <"$anew/libraries"
check 'there are libraries' test -s "$anew/libraries"
finish
