#!/bin/sh
# Breaks the library on purpose, one place at a time, in a copy of the sources, and runs
# the test that must notice: once for each line of mutations.txt. Prints the changes that
# no test notices. The exit status is 0 if at least 95 of 100 are caught.
#   mutate.sh [--every=N] [WORD]     only every Nth line, and only lines that contain WORD
set -eu
top=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd -P)
list=$top/tests/mutation/mutations.txt
every=1
case ${1-} in
--every=*)
    every=${1#*=}
    shift
    ;;
esac
word=${1-}
tab=$(printf '\t')

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/tree"
(cd "$top" && find . \( -name .git -o -name build -o -name autom4te.cache \) -prune -o -type f -print |
    tar -cf - -T -) | tar -xf - -C "$scratch/tree"
cd "$scratch/tree"
test -e configure || autoreconf -fi >/dev/null 2>&1
mkdir build && cd build
../configure --disable-bindings CFLAGS='-g -O1' >/dev/null
make -j "$(getconf _NPROCESSORS_ONLN)" >/dev/null 2>&1

# build_and_run TEST: succeeds if the test passes, and returns 2 if it does not build. Some tests
# open the library in the staged tree.
build_and_run() {
    make "tests/$1" stage/memory.stamp >"$scratch/log" 2>&1 || return 2
    case $1 in
    misuse/*)
        top_srcdir=$scratch/tree top_builddir=$scratch/tree/build \
            timeout 120 sh ../tests/misuse/misuse.sh "${1#misuse/}" >"$scratch/log" 2>&1
        ;;
    *) CK_DEFAULT_TIMEOUT=30 timeout 120 "tests/$1" >"$scratch/log" 2>&1 ;;
    esac
}

caught=0
survived=0
line=0
while IFS=$tab read -r file test change; do
    case $file in
    '' | '#'*) continue ;;
    esac
    case $file$tab$test$tab$change in
    *"$word"*) ;;
    *) continue ;;
    esac
    line=$((line + 1))
    test $((line % every)) -eq 0 || continue
    cp -p "../$file" "$scratch/original"
    sed -E "$change" "$scratch/original" >"../$file"
    if cmp -s "../$file" "$scratch/original"; then
        echo "changes nothing: $file: $change"
        survived=$((survived + 1))
    elif build_and_run "$test"; then
        echo "survived: $file: $change ($test)"
        survived=$((survived + 1))
    else
        test "$?" -ne 2 || echo "does not build: $file: $change"
        caught=$((caught + 1))
    fi
    cp "$scratch/original" "../$file"
done <"$list"

echo "$caught caught, $survived survived"
test $((caught * 100)) -ge $(((caught + survived) * 95))
