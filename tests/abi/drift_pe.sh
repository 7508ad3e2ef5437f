# A library whose exports differ from its table is refused. This is PE, where an export
# may be data, forwarded to another library, or without a name.
. "$top_srcdir/tests/abi/abi.sh"

# link_pe: links with the exports on stdin, in the form of a .def file.
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
test -n "$maker" || skip_all "no compiler can make PE libraries"

with_each_awk exports_agree
(promised && echo vera_sample_extra) | link_pe
refuses "an export that the table lacks" \
    "has symbol vera_sample_extra, which $scratch/sample.abi does not promise" check_library

promised | sed '/above/d' | link_pe
refuses "a promised function that the library lacks" \
    "lacks symbol vera_sample_above, which $scratch/sample.abi promises" check_library

promised | sed 's/vera_sample_above/&2 = &/' | link_pe
refuses "a promised function under another name" "has symbol vera_sample_above2, which" check_library

promised | sed 's/vera_sample_above/& = vera_sample_data/' | link_pe
refuses "an exported variable" \
    "has symbol vera_sample_above (not a function), which" check_library

promised | sed 's/vera_sample_above/& = KERNEL32.Sleep/' | link_pe
refuses "a forwarded export" \
    "has symbol vera_sample_above (forwarded to KERNEL32.Sleep), which" check_library

(promised && echo 'vera_sample_extra @99 NONAME') | link_pe
refuses "an export without a name" " (without a name), which" check_library

promised | sed 's/vera_sample_above/& @99 NONAME/' | link_pe
refuses "a promised function without a name" "lacks symbol vera_sample_above, which" check_library

promised | link_pe
edit sample.abi 's/vera_sample 1$/vera_sample 2/'
refuses "another file name" "lacks name libvera_sample-2.dll" check_library

finish
