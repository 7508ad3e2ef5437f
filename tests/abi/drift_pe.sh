# A library that exports anything else than its table promises is refused: in PE,
# where a name may stand for data, for another library's function, or be missing.
. "$top_srcdir/tests/abi/abi.sh"

# link_pe: with the exports on stdin, one a line as a .def file has them.
link_pe() {
    {
        echo 'LIBRARY libvera_sample-1.dll'
        echo EXPORTS
        cat
    } >"$scratch/sample.def"
    $maker ${CPPFLAGS-} -shared -nostdlib -Wl,-e,0 -o "$scratch/sample.dll" \
        "$scratch/functions.c" "$scratch/sample.def" 2>&1
}

# The exports that the table promises.
promised() {
    vera_abi derive sym "$scratch/sample.abi"
}

check_library() {
    vera_abi check "$scratch/sample.abi" --library "$scratch/sample.dll"
}

copy_sample
{
    promised | sed 's/.*/void &(void) {}/'
    echo 'int vera_sample_data = 1;'
    echo 'void vera_sample_extra(void) {}'
} >"$scratch/functions.c"
maker=
for candidate in "${CC:-cc}" x86_64-w64-mingw32-gcc i686-w64-mingw32-gcc; do
    maker=$candidate
    promised | link_pe >/dev/null 2>&1 && is_of 4d5a "$scratch/sample.dll" && break
    maker=
done
test -n "$maker" || skip_all "no compiler is there that makes a PE library"

agrees "what is promised agrees" check_library
(promised && echo vera_sample_extra) | link_pe
refuses "an export that the table lacks" \
    "has symbol vera_sample_extra, which $scratch/sample.abi does not promise" check_library

promised | sed '/above/d' | link_pe
refuses "a promise that the library lacks" \
    "lacks symbol vera_sample_above, which $scratch/sample.abi promises" check_library

promised | sed 's/vera_sample_above/&2 = &/' | link_pe
refuses "a promise under another name" "has symbol vera_sample_above2, which" check_library

promised | sed 's/vera_sample_above/& = vera_sample_data/' | link_pe
refuses "a variable that is exported" \
    "has symbol vera_sample_above (not a function), which" check_library

promised | sed 's/vera_sample_above/& = KERNEL32.Sleep/' | link_pe
refuses "an export that is another library's" \
    "has symbol vera_sample_above (passed on to KERNEL32.Sleep), which" check_library

(promised && echo 'vera_sample_extra @99 NONAME') | link_pe
refuses "an export without a name" " (without a name), which" check_library

promised | sed 's/vera_sample_above/& @99 NONAME/' | link_pe
refuses "a promise without a name" "lacks symbol vera_sample_above, which" check_library

promised | link_pe
edit sample.abi 's/vera_sample 1$/vera_sample 2/'
refuses "another name" "lacks name libvera_sample-2.dll" check_library

finish
