#!/bin/sh
# Breaks the library on purpose, one place at a time, in a copy of the sources, and runs
# the test that must notice: once for each line of mutations.txt. Prints the changes that
# no test notices. The exit status is 0 if at least 95 of 100 are caught.
#   mutate.sh [--every=N] [WORD]     only every Nth line, and only lines that contain WORD
# Each line must change its file, also those that are not run.
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

# limited COMMAND...: the limits are for tests that hang.
limited() {
    CK_DEFAULT_TIMEOUT=30 timeout 120 "$@" >"$scratch/log" 2>&1
}

# build_and_run TEST: succeeds if the test passes, and returns 2 if it does not build. Some tests
# open the library in the staged tree. Most changes are caught without the slow cases.
build_and_run() {
    make "tests/$1" stage/memory.stamp >"$scratch/log" 2>&1 || return 2
    case $1 in
    misuse/*)
        limited env top_srcdir="$scratch/tree" top_builddir="$scratch/tree/build" \
            sh ../tests/misuse/misuse.sh "${1#misuse/}"
        ;;
    *) limited env CK_EXCLUDE_TAGS=slow "tests/$1" && limited "tests/$1" ;;
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
    sed -E "$change" "../$file" >"$scratch/changed"
    if cmp -s "../$file" "$scratch/changed"; then
        echo "changes nothing: $file: $change"
        survived=$((survived + 1))
        continue
    fi
    test $((line % every)) -eq 0 || continue
    cp -p "../$file" "$scratch/original"
    cp "$scratch/changed" "../$file"
    build_and_run "$test" && result=0 || result=$?
    case $result in
    0) echo "survived: $file: $change ($test)" ;;
    2) echo "does not build: $file: $change" ;;
    esac
    case $result in
    0 | 2) survived=$((survived + 1)) ;;
    *) caught=$((caught + 1)) ;;
    esac
    cp "$scratch/original" "../$file"
done <"$list"

echo "$caught caught, $survived survived"
test $((caught * 100)) -ge $(((caught + survived) * 95))
