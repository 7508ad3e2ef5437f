# abidiff sees no change since the recorded descriptions, and sees one if there is one.
. "$top_srcdir/tests/abi/abi.sh"

# unchanged NAME TABLE ARCHIVE HEADERS
unchanged() {
    library=$(built "$top_builddir/$3")
    if [ -n "$library" ]; then
        agrees "abidiff sees no change in $1" \
            vera_abi check "$top_srcdir/$2" --header "$top_srcdir/$4" --library "$library" --abidiff "$baselines"
    else
        skip "abidiff sees no change in $1" "no shared library was built"
    fi
}

unchanged libvera_memory abi/memory.abi libvera_memory/libvera_memory.la libvera_memory/include

copy_sample
build "$scratch/sample.abi" 2>/dev/null || : >"$scratch/sample.so"
baseline=$scratch/baseline
vera_abi describe "$scratch/sample.so" "$scratch/include" \
    >"$baseline/sample/1.1.abidw" 2>"$scratch/reason"
case $? in
0) ;;
77) skip "abidiff sees a change" "$(cat "$scratch/reason")"; finish ;;
*) not_ok "vera:sample can be described"; finish ;;
esac
check_abidiff() {
    vera_abi check "$scratch/sample.abi" --header "$scratch/include" \
        --library "$scratch/sample.so" --abidiff "$baseline"
}

if grep -q "path='[^']*/\|comp-dir-path='.*/" "$baseline/sample/1.1.abidw"; then
    not_ok "a description holds no path"
else
    ok "a description holds no path"
fi
agrees "an untouched copy is unchanged" check_abidiff

edit include/vera/sample.h 's/^bool vera_sample_above/int32_t vera_sample_extra(void); &/'
echo '__attribute__((visibility("default"))) int32_t vera_sample_extra(void) { return 0; }' >>"$scratch/sample.c"
edit sample.abi 's/^function  above/function  extra\
  returns i32\
&/'
build "$scratch/sample.abi"
agrees "an addition is not a change" check_abidiff

edit include/vera/sample.h 's/int64_t vera_sample_live/int32_t vera_sample_live/'
edit sample.c 's/int64_t vera_sample_live/int32_t vera_sample_live/'
edit sample.abi '/^function *live/,/returns/s/i64/i32/'
build "$scratch/sample.abi"
refuses "a changed type is a change" "sample.so: changed since $baseline/sample/1.1.abidw" check_abidiff

objcopy=${OBJCOPY:-objcopy}
if $objcopy --strip-debug "$scratch/sample.so" 2>/dev/null; then
    output=$(check_abidiff 2>&1)
    case $?,$output in
    77,*"has no debug information") ok "without debug information it is skipped" ;;
    *) not_ok "without debug information it is skipped: $output" ;;
    esac
else
    skip "without debug information it is skipped" "$objcopy is missing"
fi

sed "s/architecture='[^']*'/architecture='elf-other'/" "$baseline/sample/1.1.abidw" >"$scratch/other"
mv "$scratch/other" "$baseline/sample/1.1.abidw"
build "$scratch/sample.abi"
output=$(check_abidiff 2>&1)
case $?,$output in
77,*"has no description for elf-"*) ok "on another architecture it is skipped" ;;
*) not_ok "on another architecture it is skipped: $output" ;;
esac

finish
