# Every error in a table is reported with file and line, and nothing is derived.
. "$top_srcdir/tests/abi/abi.sh"

scratch_folder
cat >"$scratch/good.abi" <<'end'
module   memo
prefix   vera_memo_
header   vera/memo.h
library  vera_memo 1
align    8
node     VERA_MEMO_1.0
function take
  takes   size  i64
  takes   from  ptr  const reads=size nonnull=size
  takes   to    ptr  writes=size disjoint=from
  returns ptr   nullable owned=size,8
node     VERA_MEMO_1.1 extends VERA_MEMO_1.0
function give
  takes   block ptr  consumes=8,8
  returns void
end

# derived FORM [FORMAT]: the scratch folder's table in that form.
derived() {
    (cd "$scratch" && vera_abi derive "$1" table.abi ${2+"$2"})
}

# wrong LINE TEXT AT MESSAGE: with TEXT in place of a line of the good table, the
# reader reports MESSAGE for line AT, and prints nothing.
wrong() {
    awk -v line="$1" -v text="$2" 'NR == line { print text; next } { print }' \
        "$scratch/good.abi" >"$scratch/table.abi"
    if printed=$(derived json 2>"$scratch/messages"); then
        not_ok "refused: $4"
    elif [ -n "$printed" ]; then
        not_ok "prints nothing: $4"
    elif grep -qxF "table.abi:$3: $4" "$scratch/messages"; then
        ok "$4"
    else
        not_ok "$4"
        sed 's/^/# /' "$scratch/messages"
    fi
}

cp "$scratch/good.abi" "$scratch/table.abi"
agrees "the good table has no error" derived json

statements='module, internal, prefix, header, library, align, constant, node, function, takes or returns'
form="expected lower-case letters, digits and '_', a letter first"
types='i8, i16, i32, i64, u8, u16, u32, u64, f32, f64, bool, ptr, or void for a result'

wrong 5 'alignment 8' 5 "unknown statement \"alignment\"; expected $statements"
wrong 5 "$(printf 'align 8\r')" 5 'the line ends in a carriage return; lines must end in a newline only'
wrong 1 'module' 1 '"module" takes 1 word, not 0'
wrong 1 'module memo two' 1 '"module" takes 1 word, not 2'
wrong 1 '# module memo' 15 'the table ends without "module"'
wrong 1 'module Memo' 1 "\"Memo\" is not a name; $form"
wrong 1 'module 8memo' 1 "\"8memo\" is not a name; $form"
wrong 1 'module binding' 1 'no module may be named binding: the name is reserved for a library of this project'
wrong 1 'module sys' 1 'no module may be named sys: the name is reserved for a library of this project'
wrong 1 'internal memo' 1 '"internal" is only for the reserved names, and memo is not one'
wrong 2 'internal binding' 2 'a table has either "module" or "internal"'
wrong 2 'module memo' 2 '"module" was already stated in line 1'
wrong 2 '' 15 'the table ends without "prefix"'
wrong 2 'prefix memo_' 2 'prefix is "memo_"; module memo has "vera_memo_"'
wrong 3 '' 15 'the table ends without "header"'
wrong 3 'header ../memo.h' 3 '"../memo.h" is not a header as C includes it, like vera/memory.h'
wrong 3 'header vera/memo' 3 '"vera/memo" is not a header as C includes it, like vera/memory.h'
wrong 4 '' 15 'the table ends without "library"'
wrong 4 'library vera_memo' 4 '"library" takes 2 words, not 1'
wrong 4 'library memo 1' 4 'library is "memo"; module memo has "vera_memo"'
wrong 4 'library vera_memo 1.0' 4 '"1.0" is not a major version; expected a number'
wrong 5 '' 15 'the table ends without "align"'
wrong 5 'align 12' 5 '"12" is not an alignment; expected a power of two'
wrong 5 'align 0' 5 '"0" is not an alignment; expected a power of two'
wrong 5 'node VERA_MEMO_1.0
align 8' 6 '"align" must come before the first node'
wrong 7 'align 8' 7 '"align" was already stated in line 5'

wrong 6 'constant VERA_MEMO_OK 0' 6 'a module has no constants; they are for an internal library'
wrong 6 'constant VERA_MEMO_OK' 6 '"constant" takes 2 words, not 1'

wrong 6 '' 7 'function take has no node: the node must come before its functions'
wrong 6 'node VERA_MEMO_1' 6 '"VERA_MEMO_1" is not a node; expected VERA_MEMO_MAJOR.MINOR'
wrong 6 'node VERA_MEMO_1.01' 6 '"VERA_MEMO_1.01" is not a node; expected VERA_MEMO_MAJOR.MINOR'
wrong 6 'node VERA_OTHER_1.0' 6 '"VERA_OTHER_1.0" is not a node; expected VERA_MEMO_MAJOR.MINOR'
wrong 12 'node VERA_MEMO_1.1' 12 'node VERA_MEMO_1.1 must extend another node; only the first node extends none'
wrong 12 'node VERA_MEMO_1.1 extends VERA_MEMO_0.9' 12 \
    'node VERA_MEMO_1.1 extends VERA_MEMO_0.9, which is not stated above'
wrong 12 'node VERA_MEMO_1.0 extends VERA_MEMO_1.0' 12 'node VERA_MEMO_1.0 was already stated in line 6'
wrong 12 'node VERA_MEMO_1.1 after VERA_MEMO_1.0' 12 'expected "extends" in place of "after"'
wrong 12 'node VERA_MEMO_1.1 extends' 12 'a node is "node NAME" or "node NAME extends PARENT"'
wrong 15 "  returns void
node VERA_MEMO_1.2 extends VERA_MEMO_1.1" 16 'node VERA_MEMO_1.2 has no function'

wrong 13 'function Give' 13 "\"Give\" is not a name; $form"
wrong 13 'function give-back' 13 "\"give-back\" is not a name; $form"
wrong 13 'function take' 13 'function take was already stated in line 7'
wrong 15 '' 13 'function give has no "returns"'
wrong 11 '' 7 'function take has no "returns"'
wrong 15 "  returns void
  returns void" 16 'function give has a second "returns"'
wrong 11 "  returns ptr
  takes   more i64" 12 '"takes" after "returns"'
wrong 7 '' 8 '"takes" outside a function'
wrong 13 '' 15 '"returns" outside a function'
wrong 15 '  returns' 15 'a result is "returns TYPE ATTRIBUTE..."'

wrong 8 '  takes size' 8 'a parameter is "takes NAME TYPE ATTRIBUTE..."'
wrong 8 '  takes Size i64' 8 "\"Size\" is not a name; $form"
wrong 10 '  takes size ptr' 10 'function take already has a parameter size'
wrong 8 '  takes size i65' 8 "unknown type \"i65\"; expected $types"
wrong 8 '  takes size I64' 8 "unknown type \"I64\"; expected $types"
wrong 8 '  takes size string' 8 "unknown type \"string\"; expected $types"
wrong 8 '  takes size void' 8 'parameter size is void, which is only for a result'
wrong 15 '  returns size_t' 15 "unknown type \"size_t\"; expected $types"

fifteen=$(i=2; while [ $i -le 16 ]; do echo "  takes p$i i8"; i=$((i + 1)); done)
wrong 14 "  takes block ptr consumes=8,8
$fifteen
  takes p17 i8" 30 'function give takes more than 16 parameters'
awk -v text="$fifteen" '{ print } NR == 14 { print text }' "$scratch/good.abi" >"$scratch/table.abi"
agrees "16 parameters are allowed" derived json

of_parameter='const, reads=N, writes=N, nonnull=N, disjoint=P or consumes=SIZE,ALIGN'
of_result='const, nullable or owned=SIZE,ALIGN'
wrong 9 '  takes from ptr volatile' 9 "unknown attribute \"volatile\" for \"takes\"; expected $of_parameter"
wrong 9 '  takes from ptr owned=8,8' 9 "unknown attribute \"owned\" for \"takes\"; expected $of_parameter"
wrong 11 '  returns ptr reads=8' 11 "unknown attribute \"reads\" for \"returns\"; expected $of_result"
wrong 8 '  takes size i64 const' 8 'attribute "const" is for a ptr, not for i64'
wrong 15 '  returns i64 nullable' 15 'attribute "nullable" is for a ptr, not for i64'
wrong 9 '  takes from ptr const const reads=size' 9 'attribute "const" is stated twice'
wrong 9 '  takes from ptr const=yes reads=size' 9 'attribute "const" takes no value'
wrong 9 '  takes from ptr reads' 9 'attribute "reads" is written reads=N'
wrong 9 '  takes from ptr reads=' 9 'attribute "reads" is written reads=N'
wrong 10 '  takes to ptr writes=size disjoint' 10 'attribute "disjoint" is written disjoint=P'
wrong 11 '  returns ptr owned=size' 11 'attribute "owned" is written owned=SIZE,ALIGN'
wrong 11 '  returns ptr owned=size,' 11 'attribute "owned" is written owned=SIZE,ALIGN'
wrong 14 '  takes block ptr consumes' 14 'attribute "consumes" is written consumes=SIZE,ALIGN'
wrong 14 '  takes block ptr consumes=8,8,8' 14 'attribute "consumes" is written consumes=SIZE,ALIGN'

wrong 9 '  takes from ptr reads=length' 9 'attribute "reads" names "length", which is not a parameter of take'
wrong 9 '  takes from ptr reads=to' 9 'attribute "reads" names to, which is not an integer'
wrong 9 '  takes from ptr reads=-1' 9 'attribute "reads" names "-1", which is not a parameter of take'
wrong 9 '  takes from ptr reads=08' 9 'attribute "reads" has "08", which is not a number of up to 15 digits'
wrong 9 '  takes from ptr reads=1234567890123456' 9 \
    'attribute "reads" has "1234567890123456", which is not a number of up to 15 digits'
wrong 14 '  takes block ptr consumes=size,8' 14 \
    'attribute "consumes" names "size", which is not a parameter of give'
wrong 11 '  returns ptr owned=size,12' 11 \
    'attribute "owned" has alignment 12, which is not a power of two'
wrong 10 '  takes to ptr writes=size disjoint=other' 10 \
    'attribute "disjoint" names "other", which is not a parameter of take'
wrong 10 '  takes to ptr writes=size disjoint=to' 10 'parameter to is disjoint from itself'
wrong 10 '  takes to ptr disjoint=from' 10 \
    '"disjoint" needs "reads" or "writes" on both parameters, to and from'
wrong 10 '  takes to ptr writes=size disjoint=size' 10 \
    '"disjoint" needs "reads" or "writes" on both parameters, to and size'
wrong 9 '  takes from ptr const reads=size writes=size' 9 'parameter from is const, but written to'
wrong 8 '  takes size i64 : size_t' 8 'only a ptr takes a C type; that of i64 is fixed'
wrong 9 '  takes from ptr reads=size : const char' 9 \
    '"const char" is not a C pointer type, like : const char *'
wrong 9 '  takes from ptr reads=size :' 9 '"" is not a C pointer type, like : const char *'

# An internal library has constants, no manifest, and may lack "align".
sed 's/memo/binding/g; s/MEMO/BINDING/g; s/^module/internal/' "$scratch/good.abi" >"$scratch/module.abi"
mv "$scratch/module.abi" "$scratch/good.abi"
wrong 5 '' 11 'attribute "owned" needs the statement "align"'
wrong 6 'constant VERA_BINDING_OK one' 6 \
    'constant VERA_BINDING_OK is "one"; expected a number that fits an int'
wrong 6 'constant VERA_BINDING_OK 12345678901234' 6 \
    'constant VERA_BINDING_OK is "12345678901234"; expected a number that fits an int'
wrong 6 'constant binding_ok 1' 6 \
    "\"binding_ok\" is not the name of a constant; expected capital letters, digits and '_'"
wrong 6 'constant VERA_BINDING_OK 0
constant VERA_BINDING_OK 1' 7 'constant VERA_BINDING_OK was already stated in line 6'

# A table with an error produces no form at all.
echo error >>"$scratch/table.abi"
for form in "exports elf" json map promises prototypes sym vera version; do
    # shellcheck disable=SC2086 # a form and a format
    if printed=$(derived $form 2>/dev/null) || [ -n "$printed" ]; then
        not_ok "an error, and no $form"
    else
        ok "an error, and no $form"
    fi
done

# All errors are reported at once.
awk '{ sub(/i64/, "i65"); sub(/void/, "size_t"); print }' "$scratch/good.abi" >"$scratch/table.abi"
if [ "$(derived json 2>&1 | grep -c 'unknown type')" = 2 ]; then
    ok "two errors are two messages"
else
    not_ok "two errors are two messages"
fi

sed 5q "$scratch/good.abi" >"$scratch/table.abi"
refuses "a table without a node" 'table.abi:5: the table ends without a node' derived json
: >"$scratch/table.abi"
refuses "an empty table" 'table.abi:0: the table ends without "module"' derived json
rm "$scratch/table.abi"
refuses "no table" "table.abi: no such table, or it cannot be read" derived json

finish
