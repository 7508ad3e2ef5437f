# Reads a module's table (its .abi file) and reports every error in it.
#
# The script "derive" runs it with attributes.awk and one emitter, a file that
# defines emit(). That is called if the table has no error. ../README.md has the
# grammar. An emitter finds here:
#
#   kind, module, prefix, header, stem, major   align is "" when not stated
#   node_count, node[n], parent[n]              n from 1; parent[n] may be ""
#   constant_count, constant[c],                c from 1
#   constant_value[c], constant_line[constant[c]]
#   function_count, name[f], home[f], line[f]   f from 1; home[f] is a node
#   parameter_count[f]                          p from 1; 0 is the result
#   parameter[f, p], type[f, p], c_type[f, p]
#   attributes[a], form_of[KEY]                 a from 1 to attribute_count
#   attribute[f, p, KEY]                        absent, or what stands after '='
# and file_name(format), the library's file name where the object format is "elf",
# "mach-o" or "pe".
#
# The dialects of awk differ in small ways. This file keeps to what mawk, gawk,
# busybox and the one true awk have in common.

BEGIN {
    table = ENVIRON["table"]
    most_parameters = 16
    split_set("void bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 ptr", is_type)
    split_set("i8 i16 i32 i64 u8 u16 u32 u64", is_integer)
    split_set("binding sys", is_reserved)
    word_form = "^[a-z][a-z0-9_]*$"
    begin_attributes()
}

/\r$/ {
    fail(NR, "the line ends in a carriage return; lines must end in a newline only")
    next
}

{ words = count_words() }

words == 0 { next }
$1 == "module" || $1 == "internal" { read_module(); next }
$1 == "prefix" { prefix = read_once(2); next }
$1 == "header" { read_header(); next }
$1 == "library" { read_library(); next }
$1 == "align" { read_align(); next }
$1 == "node" { read_node(); next }
$1 == "constant" { read_constant(); next }
$1 == "function" { read_function(); next }
$1 == "takes" { read_takes(); next }
$1 == "returns" { read_returns(); next }

{
    fail(NR, "unknown statement \"" $1 "\"; expected module, internal, prefix, header, " \
        "library, align, constant, node, function, takes or returns")
}

END {
    check_head()
    check_nodes()
    end_function()
    check_attributes()
    if (errors)
        exit 1
    emit()
}

function fail(at, text) {
    print table ":" at ": " text | "cat 1>&2"
    errors++
}

function split_set(text, set,    list, count, i) {
    count = split(text, list, " ")
    for (i = 1; i <= count; i++)
        set[list[i]] = 1
}

# The words before a comment.
function count_words(    i) {
    for (i = 1; i <= NF; i++)
        if ($i ~ /^#/)
            return i - 1
    return NF
}

# Whether the statement has that many words; if not, it is refused.
function has_words(count) {
    if (words == count)
        return 1
    fail(NR, "\"" $1 "\" takes " count - 1 (count == 2 ? " word" : " words") ", not " words - 1)
    return 0
}

# The word of a statement that must stand once, before the first node.
function read_once(count) {
    if (!has_words(count))
        return ""
    if ($1 in stated)
        fail(NR, "\"" $1 "\" was already stated in line " stated[$1])
    else if (node_count)
        fail(NR, "\"" $1 "\" must come before the first node")
    stated[$1] = NR
    return $2
}

function read_module() {
    if ((kind != "") && (kind != $1))
        fail(NR, "a table has either \"module\" or \"internal\"")
    kind = $1
    module = read_once(2)
    if (module !~ word_form)
        fail(NR, "\"" module "\" is not a name; expected lower-case letters, digits and '_', a letter first")
    else if ((kind == "module") && (module in is_reserved))
        fail(NR, "no module may be named " module ": the name is reserved for a library of this project")
    else if ((kind == "internal") && !(module in is_reserved))
        fail(NR, "\"internal\" is only for the reserved names, and " module " is not one")
}

function read_header() {
    header = read_once(2)
    if (header !~ /^[A-Za-z0-9_][A-Za-z0-9_.\/-]*[.]h$/ || header ~ /[.][.]/)
        fail(NR, "\"" header "\" is not a header as C includes it, like vera/memory.h")
}

function read_library() {
    stem = read_once(3)
    major = $3
    if (words == 3 && major !~ /^(0|[1-9][0-9]*)$/)
        fail(NR, "\"" major "\" is not a major version; expected a number")
}

function read_align() {
    align = read_once(2)
    if (!is_alignment(align))
        fail(NR, "\"" align "\" is not an alignment; expected a power of two")
}

# Hosts know only manifests, and these have no constants.
function read_constant() {
    end_function()
    if (!has_words(3))
        return
    if (kind == "module")
        fail(NR, "a module has no constants; they are for an internal library")
    else if ($2 !~ /^[A-Z][A-Z0-9_]*$/)
        fail(NR, "\"" $2 "\" is not the name of a constant; expected capital letters, digits and '_'")
    else if ($2 in constant_line)
        fail(NR, "constant " $2 " was already stated in line " constant_line[$2])
    else if ($3 !~ /^(0|-?[1-9][0-9]*)$/ || length($3) > 11)
        fail(NR, "constant " $2 " is \"" $3 "\"; expected a number that fits an int")
    constant_line[$2] = NR
    constant[++constant_count] = $2
    constant_value[constant_count] = $3
}

function read_node() {
    end_function()
    if (words == 4 && $3 != "extends")
        fail(NR, "expected \"extends\" in place of \"" $3 "\"")
    else if (words != 2 && words != 4)
        fail(NR, "a node is \"node NAME\" or \"node NAME extends PARENT\"")
    else
        add_node($2, words == 4 ? $4 : "")
}

function add_node(new, extended) {
    if (new in node_line)
        fail(NR, "node " new " was already stated in line " node_line[new])
    else if (extended != "" && !(extended in node_line))
        fail(NR, "node " new " extends " extended ", which is not stated above")
    else if (extended == "" && node_count)
        fail(NR, "node " new " must extend another node; only the first node extends none")
    node_line[new] = NR
    node[++node_count] = new
    parent[node_count] = extended
    members[node_count] = 0
}

function read_function() {
    end_function()
    if (!has_words(2))
        return
    if (!node_count)
        fail(NR, "function " $2 " has no node: the node must come before its functions")
    if ($2 !~ word_form)
        fail(NR, "\"" $2 "\" is not a name; expected lower-case letters, digits and '_', a letter first")
    if ($2 in function_line)
        fail(NR, "function " $2 " was already stated in line " function_line[$2])
    function_line[$2] = NR
    name[++function_count] = $2
    home[function_count] = node[node_count]
    line[function_count] = NR
    parameter_count[function_count] = 0
    members[node_count]++
    is_open = 1
}

# A function ends at the next one, at a node or constant, and at the table's end.
function end_function() {
    if (is_open && !((function_count, 0) in type))
        fail(line[function_count], "function " name[function_count] " has no \"returns\"")
    is_open = 0
}

function read_takes(    f, p) {
    f = function_count
    if (!is_open)
        fail(NR, "\"takes\" outside a function")
    else if ((f, 0) in type)
        fail(NR, "\"takes\" after \"returns\"")
    else if (words < 3)
        fail(NR, "a parameter is \"takes NAME TYPE ATTRIBUTE...\"")
    else if ($2 !~ word_form)
        fail(NR, "\"" $2 "\" is not a name; expected lower-case letters, digits and '_', a letter first")
    else if ((f, $2) in position)
        fail(NR, "function " name[f] " already has a parameter " $2)
    else if (parameter_count[f] == most_parameters)
        fail(NR, "function " name[f] " takes more than " most_parameters " parameters")
    else {
        p = ++parameter_count[f]
        parameter[f, p] = $2
        position[f, $2] = p
        read_type(f, p, $3)
        read_attributes(f, p, 4)
    }
}

function read_returns(    f) {
    f = function_count
    if (!is_open)
        fail(NR, "\"returns\" outside a function")
    else if ((f, 0) in type)
        fail(NR, "function " name[f] " has a second \"returns\"")
    else if (words < 2)
        fail(NR, "a result is \"returns TYPE ATTRIBUTE...\"")
    else {
        read_type(f, 0, $2)
        read_attributes(f, 0, 3)
    }
}

function read_type(f, p, text) {
    type[f, p] = text
    at_line[f, p] = NR
    if (!(text in is_type))
        fail(NR, "unknown type \"" text "\"; expected i8, i16, i32, i64, u8, u16, u32, u64, " \
            "f32, f64, bool, ptr, or void for a result")
    else if (p && text == "void")
        fail(NR, "parameter " parameter[f, p] " is void, which is only for a result")
}

function check_head(    required, count, i) {
    count = split("prefix header library" (kind == "internal" ? "" : " align"), required, " ")
    if (kind == "")
        fail(NR, "the table ends without \"module\"")
    for (i = 1; i <= count; i++)
        if (!(required[i] in stated))
            fail(NR, "the table ends without \"" required[i] "\"")
    expect("prefix", prefix, "vera_" module "_")
    expect("library", stem, "vera_" module)
}

# All names follow from the module's.
function expect(statement, given, expected) {
    if ((statement in stated) && given != expected)
        fail(stated[statement], statement " is \"" given "\"; module " module " has \"" expected "\"")
}

function check_nodes(    n, start, rest) {
    start = "VERA_" toupper(module) "_"
    if (!node_count)
        fail(NR, "the table ends without a node")
    for (n = 1; n <= node_count; n++) {
        rest = substr(node[n], length(start) + 1)
        if (index(node[n], start) != 1 || rest !~ /^(0|[1-9][0-9]*)[.](0|[1-9][0-9]*)$/)
            fail(node_line[node[n]], "\"" node[n] "\" is not a node; expected " start "MAJOR.MINOR")
        if (!members[n])
            fail(node_line[node[n]], "node " node[n] " has no function")
    }
}

# As libtool names the library that it builds, because the loader looks for that.
function file_name(format) {
    if (format == "mach-o")
        return "lib" stem "." major ".dylib"
    if (format == "pe")
        return "lib" stem "-" major ".dll"
    return "lib" stem ".so." major
}
