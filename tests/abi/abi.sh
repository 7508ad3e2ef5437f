# What the tests of the ABI share: source it first.
. "$top_srcdir/tests/tap.sh"

abi=$top_srcdir/abi
baselines=$abi/baseline
LC_ALL=C
export LC_ALL

vera_abi() {
    "$abi/vera-abi" "$@"
}

# agrees NAME COMMAND...: ok with status 0, skipped with 77, whose output is the
# reason.
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

# The shared library of a libtool archive; nothing when there is none.
built() {
    [ -e "$1" ] && sed -n "s|^dlname='\(..*\)'\$|$(dirname "$1")/.libs/\1|p" "$1"
}

# is_of MAGIC FILE: whether the file begins with these bytes.
is_of() {
    [ "$(od -An -tx1 "$2" | tr -d ' \n' | cut -c "1-${#1}")" = "$1" ]
}

# A folder to break things in, gone when the test ends.
scratch_folder() {
    scratch=$(mktemp -d) || skip_all "no temporary folder can be made"
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

# edit FILE EXPRESSION: a change with sed that must change something.
edit() {
    sed "$2" "$scratch/$1" >"$scratch/edited"
    if cmp -s "$scratch/$1" "$scratch/edited"; then
        echo "Bail out! $1 has nothing for: $2"
        exit 99
    fi
    mv "$scratch/edited" "$scratch/$1"
}

# build TABLE: vera:sample as it stands in the scratch folder, with the exports
# that TABLE has. Without the linker's optimizer, which gives no symbol that the
# text of an asm statement names. Fails where that is no library of ELF.
build() {
    vera_abi derive map "$1" >"$scratch/sample.map" &&
        ${CC:-cc} ${CPPFLAGS-} ${CFLAGS-} -w -I"$scratch/include" -fPIC -shared \
            -fvisibility=hidden -fno-lto -Wl,-soname,libvera_sample.so.1 \
            -Wl,--version-script="$scratch/sample.map" \
            -o "$scratch/sample.so" "$scratch/sample.c" &&
        is_of 7f454c46 "$scratch/sample.so"
}
