# A library whose exports differ from its table is refused. This is ELF, which has
# version nodes.
. "$top_srcdir/tests/abi/abi.sh"

check_library() {
    vera_abi check "$scratch/sample.abi" --library "$scratch/sample.so"
}

# with_export NAME [FUNCTION]: builds with an export that the table lacks, in the node
# of FUNCTION.
with_export() {
    sed "s/^function  ${2-above}/function  $1\\
  returns void\\
&/" \
        "$scratch/sample.abi" >"$scratch/wider.abi"
    build "$scratch/wider.abi"
}

copy_sample
if ! build "$scratch/sample.abi" 2>/dev/null; then
    skip_all "the compiler cannot make libraries with version nodes"
fi
with_each_awk exports_agree

echo 'void vera_sample_extra(void) {}' >>"$scratch/sample.c"
build "$scratch/sample.abi"
agrees "a function that the map does not name is not exported" check_library
edit sample.c 's/void vera_sample_extra/__attribute__((visibility("default"))) &/'
with_export extra
refuses "an export that the table lacks" \
    "has symbol vera_sample_extra@VERA_SAMPLE_1.1, which $scratch/sample.abi does not promise" check_library

edit sample.c 's/^__attribute__.*vera_sample_extra.*/__attribute__((visibility("default"))) int vera_sample_extra;/'
with_export extra
refuses "an exported variable" \
    "has symbol vera_sample_extra@VERA_SAMPLE_1.1 (not a function), which" check_library

edit sample.c 's/^__attribute__.*vera_sample_extra.*/__asm__(".globl vera_sample_extra; .set vera_sample_extra, 42");/'
with_export extra
refuses "an exported number" \
    "has symbol vera_sample_extra@VERA_SAMPLE_1.1 (not a function), which" check_library

edit sample.c 's/^__asm__.*/__attribute__((visibility("default"))) void extra(void) {} __asm__(".symver extra, vera_sample_extra@VERA_SAMPLE_1.0");/'
with_export extra fail
refuses "an export that is not the default version" \
    "has symbol vera_sample_extra@VERA_SAMPLE_1.0 (not the default version), which" check_library

edit sample.c '/^__attribute__.*symver/d'
build "$scratch/sample.abi"
edit sample.abi 's/^function  above/function  later\
  returns void\
&/'
refuses "a promised function that the library lacks" \
    "lacks symbol vera_sample_later@VERA_SAMPLE_1.1, which $scratch/sample.abi promises" check_library

cp "$top_srcdir/tests/sample/sample.abi" "$scratch"
chmod u+w "$scratch/sample.abi"
edit sample.abi '/^node *VERA_SAMPLE_1.1/d'
edit sample.abi 's/^function  fail/node VERA_SAMPLE_1.1 extends VERA_SAMPLE_1.0\
&/'
refuses "a function at another node" \
    "has symbol vera_sample_fail@VERA_SAMPLE_1.0, which" check_library

cp "$top_srcdir/tests/sample/sample.abi" "$scratch"
chmod u+w "$scratch/sample.abi"
echo '{ global: vera_sample_*; local: *; };' >"$scratch/bare.map"
${CC:-cc} ${CPPFLAGS-} ${CFLAGS-} -w -I"$scratch/include" -fPIC -shared -Wl,-soname,libvera_sample.so.1 \
    -Wl,--version-script="$scratch/bare.map" -o "$scratch/sample.so" "$scratch/sample.c"
refuses "exports without nodes" "lacks symbol vera_sample_above@VERA_SAMPLE_1.1" check_library

build "$scratch/sample.abi"
edit sample.abi 's/vera_sample 1$/vera_sample 2/'
refuses "another file name" "lacks name libvera_sample.so.2" check_library

refuses "a missing library" "no such library" \
    vera_abi check "$scratch/sample.abi" --library "$scratch/none.so"
printf '\177ELF and no more' >"$scratch/sample.so"
refuses "a broken library" "sample.so: " check_library
echo 'another format' >"$scratch/sample.so"
output=$(check_library 2>&1)
case $?,$output in
77,*"none of the formats"*) ok "another format is skipped" ;;
*) not_ok "another format is skipped: $output" ;;
esac

finish
