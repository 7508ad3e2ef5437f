# A header that no longer agrees with its table is refused, whatever was changed in it.
. "$top_srcdir/tests/abi/abi.sh"

check_header() {
    vera_abi check "$scratch/sample.abi" --header "$scratch/include"
}

# drifted NAME TEXT EXPRESSION: the edited header is refused.
drifted() {
    sed "$3" "$original" >"$scratch/include/vera/sample.h"
    refuses "$1" "$2" check_header
}

copy_sample
original=$top_srcdir/tests/sample/include/vera/sample.h
agrees "an unchanged copy agrees" check_header

drifted "a narrower parameter" vera_sample_live 's/int64_t vera_sample_live/int32_t vera_sample_live/'
drifted "a parameter of the other signedness" vera_sample_fill 's/uint8_t value, uint16_t/int8_t value, uint16_t/'
drifted "char in place of int8_t" vera_sample_echo_i8 's/echo_i8(int8_t/echo_i8(char/'
drifted "a source that is not const" vera_sample_load 's/load(const void/load(void/'
drifted "a result that is not const" vera_sample_greeting 's/const char \*vera_sample_greeting/char *vera_sample_greeting/'
drifted "float in place of double" vera_sample_above 's/above(double a/above(float a/'
drifted "a missing parameter" vera_sample_drop 's/, int64_t align);$/);/'
drifted "an extra parameter" vera_sample_touch 's/touch(void)/touch(int64_t again)/'
drifted "the message names the line of the table" \
    "sample.abi:$(sed -n '/^function *load/=' "$scratch/sample.abi")" 's/load(const void/load(void/'
drifted "a removed function" \
    "sample.h: lacks function vera_sample_touch, which $scratch/sample.abi promises" '/touch(void)/d'
drifted "a new function" \
    "sample.h: has function vera_sample_extra, which $scratch/sample.abi does not promise" \
    's/^bool vera_sample_above/int64_t vera_sample_extra(void); &/'
drifted "a new function without the prefix" "has function extra, which" \
    's/^bool vera_sample_above/__attribute__((const)) void *extra(int (*f)(int)); &/'
drifted "a variable" "has variable vera_sample_count, which" \
    's/^bool vera_sample_above/extern const int vera_sample_count; &/'
drifted "a header that needs another" "does not agree" '/stdint.h/d'

cp "$original" "$scratch/include/vera/sample.h"
edit include/vera/sample.h 's/^bool vera_sample_above/typedef int (*sample_callback)(void *); struct sample_pair { int64_t a; int64_t (*b)(void); }; static inline int twice(int a) { return 2 * a; } &/'
agrees "types and inline functions promise nothing" check_header

rm "$scratch/include/vera/sample.h"
refuses "a missing header" "no such header" check_header

finish
