# Every mistake in a table is told with file and line, and nothing is derived.
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

# derived FORM [FORMAT]: of the table that stands in the scratch folder.
derived() {
    (cd "$scratch" && vera_abi derive "$1" table.abi ${2+"$2"})
}

# mistake LINE TEXT AT MESSAGE: with TEXT in place of a line of the good table,
# the reader complains at line AT with MESSAGE, and prints nothing.
mistake() {
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
agrees "the table has no mistake of its own" derived json

statements='module, internal, prefix, header, library, align, constant, node, function, takes or returns'
form="a lower-case letter, then letters, digits and '_'"
types='i8, i16, i32, i64, u8, u16, u32, u64, f32, f64, bool, ptr, or void for a result'

mistake 5 'alignment 8' 5 "unknown statement \"alignment\"; expected $statements"
mistake 5 "$(printf 'align 8\r')" 5 'the line ends in a carriage return; lines end in a newline alone'
mistake 1 'module' 1 '"module" is followed by 1 word, not 0'
mistake 1 'module memo two' 1 '"module" is followed by 1 word, not 2'
mistake 1 '# module memo' 15 'the table ends without "module"'
mistake 1 'module Memo' 1 "\"Memo\" is not a name: $form"
mistake 1 'module 8memo' 1 "\"8memo\" is not a name: $form"
mistake 1 'module binding' 1 'no module may be named binding: the name is reserved for a library of this project'
mistake 1 'module sys' 1 'no module may be named sys: the name is reserved for a library of this project'
mistake 1 'internal memo' 1 '"internal" is for the reserved names alone, and memo is none of them'
mistake 2 'internal binding' 2 'a table is either of a module or internal, not both'
mistake 2 'module memo' 2 '"module" was stated in line 1 already'
mistake 2 '' 15 'the table ends without "prefix"'
mistake 2 'prefix memo_' 2 'prefix is "memo_"; module memo has "vera_memo_"'
mistake 3 '' 15 'the table ends without "header"'
mistake 3 'header ../memo.h' 3 '"../memo.h" is not a header as C includes it, like vera/memory.h'
mistake 3 'header vera/memo' 3 '"vera/memo" is not a header as C includes it, like vera/memory.h'
mistake 4 '' 15 'the table ends without "library"'
mistake 4 'library vera_memo' 4 '"library" is followed by 2 words, not 1'
mistake 4 'library memo 1' 4 'library is "memo"; module memo has "vera_memo"'
mistake 4 'library vera_memo 1.0' 4 '"1.0" is not a major version: a number'
mistake 5 '' 15 'the table ends without "align"'
mistake 5 'align 12' 5 '"12" is not an alignment: a power of two'
mistake 5 'align 0' 5 '"0" is not an alignment: a power of two'
mistake 5 'node VERA_MEMO_1.0
align 8' 6 '"align" stands before the first node'
mistake 7 'align 8' 7 '"align" was stated in line 5 already'

mistake 6 'constant VERA_MEMO_OK 0' 6 'a module has no constants; they are for an internal library'
mistake 6 'constant VERA_MEMO_OK' 6 '"constant" is followed by 2 words, not 1'

mistake 6 '' 7 'function take has no node: a node stands above the functions that belong to it'
mistake 6 'node VERA_MEMO_1' 6 '"VERA_MEMO_1" is not a node: expected VERA_MEMO_MAJOR.MINOR'
mistake 6 'node VERA_MEMO_1.01' 6 '"VERA_MEMO_1.01" is not a node: expected VERA_MEMO_MAJOR.MINOR'
mistake 6 'node VERA_OTHER_1.0' 6 '"VERA_OTHER_1.0" is not a node: expected VERA_MEMO_MAJOR.MINOR'
mistake 12 'node VERA_MEMO_1.1' 12 'node VERA_MEMO_1.1 extends nothing; only the first node stands alone'
mistake 12 'node VERA_MEMO_1.1 extends VERA_MEMO_0.9' 12 \
    'node VERA_MEMO_1.1 extends VERA_MEMO_0.9, which is not stated above'
mistake 12 'node VERA_MEMO_1.0 extends VERA_MEMO_1.0' 12 'node VERA_MEMO_1.0 was stated in line 6 already'
mistake 12 'node VERA_MEMO_1.1 after VERA_MEMO_1.0' 12 '"after" stands where "extends" is expected'
mistake 12 'node VERA_MEMO_1.1 extends' 12 'a node is "node NAME" or "node NAME extends PARENT"'
mistake 15 "  returns void
node VERA_MEMO_1.2 extends VERA_MEMO_1.1" 16 'node VERA_MEMO_1.2 has no function'

mistake 13 'function Give' 13 "\"Give\" is not a name: $form"
mistake 13 'function give-back' 13 "\"give-back\" is not a name: $form"
mistake 13 'function take' 13 'function take was stated in line 7 already'
mistake 15 '' 13 'function give has no "returns"'
mistake 11 '' 7 'function take has no "returns"'
mistake 15 "  returns void
  returns void" 16 'function give returns twice'
mistake 11 "  returns ptr
  takes   more i64" 12 '"takes" stands after "returns"'
mistake 7 '' 8 '"takes" stands outside a function'
mistake 13 '' 15 '"returns" stands outside a function'
mistake 15 '  returns' 15 'a result is "returns TYPE ATTRIBUTE..."'

mistake 8 '  takes size' 8 'a parameter is "takes NAME TYPE ATTRIBUTE..."'
mistake 8 '  takes Size i64' 8 "\"Size\" is not a name: $form"
mistake 10 '  takes size ptr' 10 'function take has a parameter size already'
mistake 8 '  takes size i65' 8 "unknown type \"i65\"; expected $types"
mistake 8 '  takes size I64' 8 "unknown type \"I64\"; expected $types"
mistake 8 '  takes size string' 8 "unknown type \"string\"; expected $types"
mistake 8 '  takes size void' 8 'parameter size is void, which is for a result alone'
mistake 15 '  returns size_t' 15 "unknown type \"size_t\"; expected $types"

fifteen=$(i=2; while [ $i -le 16 ]; do echo "  takes p$i i8"; i=$((i + 1)); done)
mistake 14 "  takes block ptr consumes=8,8
$fifteen
  takes p17 i8" 30 'function give takes more than 16 parameters'
awk -v text="$fifteen" '{ print } NR == 14 { print text }' "$scratch/good.abi" >"$scratch/table.abi"
agrees "16 parameters are taken" derived json

of_parameter='const, reads=N, writes=N, nonnull=N, disjoint=P or consumes=SIZE,ALIGN'
of_result='const, nullable or owned=SIZE,ALIGN'
mistake 9 '  takes from ptr volatile' 9 "unknown attribute \"volatile\" for \"takes\"; expected $of_parameter"
mistake 9 '  takes from ptr owned=8,8' 9 "unknown attribute \"owned\" for \"takes\"; expected $of_parameter"
mistake 11 '  returns ptr reads=8' 11 "unknown attribute \"reads\" for \"returns\"; expected $of_result"
mistake 8 '  takes size i64 const' 8 'attribute "const" is for a ptr, not for i64'
mistake 15 '  returns i64 nullable' 15 'attribute "nullable" is for a ptr, not for i64'
mistake 9 '  takes from ptr const const reads=size' 9 'attribute "const" stands twice'
mistake 9 '  takes from ptr const=yes reads=size' 9 'attribute "const" takes no value'
mistake 9 '  takes from ptr reads' 9 'attribute "reads" is written reads=N'
mistake 9 '  takes from ptr reads=' 9 'attribute "reads" is written reads=N'
mistake 10 '  takes to ptr writes=size disjoint' 10 'attribute "disjoint" is written disjoint=P'
mistake 11 '  returns ptr owned=size' 11 'attribute "owned" is written owned=SIZE,ALIGN'
mistake 11 '  returns ptr owned=size,' 11 'attribute "owned" is written owned=SIZE,ALIGN'
mistake 14 '  takes block ptr consumes' 14 'attribute "consumes" is written consumes=SIZE,ALIGN'
mistake 14 '  takes block ptr consumes=8,8,8' 14 'attribute "consumes" is written consumes=SIZE,ALIGN'

mistake 9 '  takes from ptr reads=length' 9 'attribute "reads" names "length", which is no parameter of take'
mistake 9 '  takes from ptr reads=to' 9 'attribute "reads" names to, which is not an integer'
mistake 9 '  takes from ptr reads=-1' 9 'attribute "reads" names "-1", which is no parameter of take'
mistake 9 '  takes from ptr reads=08' 9 'attribute "reads" has "08", which is not a number of up to 15 digits'
mistake 9 '  takes from ptr reads=1234567890123456' 9 \
    'attribute "reads" has "1234567890123456", which is not a number of up to 15 digits'
mistake 14 '  takes block ptr consumes=size,8' 14 \
    'attribute "consumes" names "size", which is no parameter of give'
mistake 11 '  returns ptr owned=size,12' 11 \
    'attribute "owned" has alignment 12, which is not a power of two'
mistake 10 '  takes to ptr writes=size disjoint=other' 10 \
    'attribute "disjoint" names "other", which is no parameter of take'
mistake 10 '  takes to ptr writes=size disjoint=to' 10 'parameter to is disjoint from itself'
mistake 10 '  takes to ptr disjoint=from' 10 \
    '"disjoint" needs "reads" or "writes" on both parameters, to and from'
mistake 10 '  takes to ptr writes=size disjoint=size' 10 \
    '"disjoint" needs "reads" or "writes" on both parameters, to and size'
mistake 9 '  takes from ptr const reads=size writes=size' 9 'parameter from is const, and written to'
mistake 8 '  takes size i64 : size_t' 8 'only a ptr has a C type of its own; i64 has one already'
mistake 9 '  takes from ptr reads=size : const char' 9 \
    '"const char" is not a C type of a pointer, like : const char *'
mistake 9 '  takes from ptr reads=size :' 9 '"" is not a C type of a pointer, like : const char *'

# An internal library has constants, and no manifest.
sed 's/memo/binding/g; s/MEMO/BINDING/g; s/^module/internal/' "$scratch/good.abi" >"$scratch/module.abi"
mv "$scratch/module.abi" "$scratch/good.abi"
mistake 5 '' 11 'attribute "owned" needs the statement "align"'
mistake 6 'constant VERA_BINDING_OK one' 6 \
    'constant VERA_BINDING_OK is "one", which is not a number that an int can hold'
mistake 6 'constant VERA_BINDING_OK 12345678901234' 6 \
    'constant VERA_BINDING_OK is "12345678901234", which is not a number that an int can hold'
mistake 6 'constant binding_ok 1' 6 \
    "\"binding_ok\" is not a name of a constant: capital letters, digits and '_'"
mistake 6 'constant VERA_BINDING_OK 0
constant VERA_BINDING_OK 1' 7 'constant VERA_BINDING_OK was stated in line 6 already'

# Whatever is to be derived, a mistake keeps it from being so.
echo mistake >>"$scratch/table.abi"
for form in "exports elf" json map promises prototypes sym vera version; do
    # shellcheck disable=SC2086 # a form and a format
    if printed=$(derived $form 2>/dev/null) || [ -n "$printed" ]; then
        not_ok "a mistake, and no $form"
    else
        ok "a mistake, and no $form"
    fi
done

# All mistakes are told at once.
awk '{ sub(/i64/, "i65"); sub(/void/, "size_t"); print }' "$scratch/good.abi" >"$scratch/table.abi"
if [ "$(derived json 2>&1 | grep -c 'unknown type')" = 2 ]; then
    ok "two mistakes are two messages"
else
    not_ok "two mistakes are two messages"
fi

sed 5q "$scratch/good.abi" >"$scratch/table.abi"
refuses "a table without a node" 'table.abi:5: the table ends without a node' derived json
: >"$scratch/table.abi"
refuses "an empty table" 'table.abi:0: the table ends without "module"' derived json
rm "$scratch/table.abi"
refuses "no table" "table.abi: no such table, or it cannot be read" derived json

finish
