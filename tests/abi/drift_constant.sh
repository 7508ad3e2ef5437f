# A constant that callers have compiled in keeps its value: header, table and baseline
# are compared.
. "$top_srcdir/tests/abi/abi.sh"

scratch_folder
mkdir -p "$scratch/include/vera" "$scratch/baseline/sys"
cat >"$scratch/sys.abi" <<'end'
internal sys
prefix   vera_sys_
header   vera/sys.h
library  vera_sys 1
constant VERA_SYS_LOW  -1
constant VERA_SYS_HIGH 7
node     VERA_SYS_1.0
function start
  returns i32
end
cat >"$scratch/include/vera/sys.h" <<'end'
#include <stdint.h>
enum vera_sys_code { VERA_SYS_LOW = -1, VERA_SYS_HIGH = 7 };
int32_t vera_sys_start(void);
end
vera_abi derive promises "$scratch/sys.abi" >"$scratch/baseline/sys/1.0"

check_header() {
    vera_abi check "$scratch/sys.abi" --header "$scratch/include"
}
check_baseline() {
    vera_abi check "$scratch/sys.abi" --baseline "$scratch/baseline"
}

agrees "an unchanged copy agrees" check_header
agrees "an unchanged copy keeps its promises" check_baseline

edit include/vera/sys.h 's/VERA_SYS_HIGH = 7/VERA_SYS_HIGH = 8/'
refuses "a constant changed in the header" "VERA_SYS_HIGH is not 7" check_header
edit sys.abi 's/^\(constant VERA_SYS_HIGH\) .*/\1 8/'
agrees "a constant changed everywhere: header and table agree" check_header
refuses "a constant changed everywhere: the baseline does not" "from: constant VERA_SYS_HIGH 7" check_baseline

edit include/vera/sys.h 's/VERA_SYS_HIGH = 8/&, VERA_SYS_MORE/'
refuses "a constant that the table lacks" "has constant VERA_SYS_MORE, which" check_header
edit include/vera/sys.h 's/, VERA_SYS_MORE//'
edit sys.abi 's/^constant VERA_SYS_HIGH.*/&\
constant VERA_SYS_MORE 9/'
refuses "a constant that the header lacks" "VERA_SYS_MORE" check_header
edit sys.abi '/^constant VERA_SYS_/d'
refuses "a removed constant" "is gone: constant VERA_SYS_LOW -1" check_baseline

finish
