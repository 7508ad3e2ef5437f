# Shared by the tests of the ABI, which source it first.
. "$top_srcdir/tests/tap.sh"

abi=$top_srcdir/abi
baselines=$abi/baseline
LC_ALL=C
export LC_ALL

vera_abi() {
    "$abi/vera-abi" "$@"
}

# agrees NAME COMMAND...: ok with status 0; skipped with status 77, with the output as
# the reason.
agrees() {
    name=$1
    shift
    output=$("$@" 2>&1)
    case $? in
    0) ok "$name" ;;
    77) skip "$name" "$output" ;;
    *)
        not_ok "$name"
        printf '%s\n' "$output" | sed 's/^/# /'
        ;;
    esac
}

# refuses NAME TEXT COMMAND...: ok with status 1 and TEXT in the output.
refuses() {
    name=$1
    text=$2
    shift 2
    output=$("$@" 2>&1)
    status=$?
    case $status,$output in
    1,*"$text"*) ok "$name" ;;
    77,*) skip "$name" "$output" ;;
    *)
        not_ok "$name"
        echo "# status $status, expected 1; expected in the output: $text"
        printf '%s\n' "$output" | sed 's/^/# /'
        ;;
    esac
}

# with_each_awk COMMAND...: runs it with AWK set to each awk that is installed.
with_each_awk() {
    configured=${AWK:-awk}
    for AWK in "$configured" mawk gawk original-awk 'busybox awk'; do
        export AWK
        if [ "$AWK" = "$configured" ] || $AWK 'BEGIN { exit 0 }' 2>/dev/null; then
            "$@"
        fi
    done
    AWK=$configured
}

# A case for with_each_awk: the test's check_library finds no difference.
exports_agree() {
    agrees "the promised exports agree, with $AWK" check_library
}

# built ARCHIVE: prints the shared library of a libtool archive, if there is one.
built() {
    [ -e "$1" ] && sed -n "s|^dlname='\(..*\)'\$|$(dirname "$1")/.libs/\1|p" "$1"
}

# is_of MAGIC FILE: whether the file begins with these bytes, in hexadecimal.
is_of() {
    [ "$(od -An -tx1 "$2" | tr -d ' \n' | cut -c "1-${#1}")" = "$1" ]
}

# A folder to break things in, removed when the test ends.
scratch_folder() {
    scratch=$(mktemp -d) || skip_all "mktemp cannot make a folder"
    trap 'rm -rf "$scratch"' EXIT
    trap 'exit 1' HUP INT TERM
}

# vera:sample and a baseline of it, in the scratch folder.
copy_sample() {
    scratch_folder
    cp "$top_srcdir/tests/sample/sample.abi" "$top_srcdir/tests/sample/sample.c" "$scratch"
    mkdir -p "$scratch/include/vera" "$scratch/baseline/sample"
    cp "$top_srcdir/tests/sample/include/vera/sample.h" "$scratch/include/vera"
    chmod -R u+w "$scratch"
    vera_abi derive promises "$scratch/sample.abi" >"$scratch/baseline/sample/1.1"
}

# edit FILE EXPRESSION: edits with sed, and insists that something changes.
edit() {
    sed "$2" "$scratch/$1" >"$scratch/edited"
    if cmp -s "$scratch/$1" "$scratch/edited"; then
        echo "Bail out! $1 is not changed by: $2"
        exit 99
    fi
    mv "$scratch/edited" "$scratch/$1"
}

# build TABLE: builds vera:sample from the scratch folder, with the exports in TABLE.
# Fails if the result is not an ELF library. Without link-time optimization, which
# does not export a symbol that only an asm statement defines.
build() {
    vera_abi derive map "$1" >"$scratch/sample.map" &&
        ${CC:-cc} ${CPPFLAGS-} ${CFLAGS-} -w -I"$scratch/include" -fPIC -shared \
            -fvisibility=hidden -fno-lto -Wl,-soname,libvera_sample.so.1 \
            -Wl,--version-script="$scratch/sample.map" \
            -o "$scratch/sample.so" "$scratch/sample.c" &&
        is_of 7f454c46 "$scratch/sample.so"
}
