# The part of the table's reader that knows the attributes: of which form each
# is, where it may stand, and what it may name.
#
#   flag       stands alone
#   amount     =N, an integer parameter or a number
#   block      =SIZE,ALIGN, two amounts: kept as KEY.size and KEY.align
#   parameter  =P, another parameter that is a ptr

function begin_attributes() {
    form["takes", "const"] = form["returns", "const"] = "flag"
    form["takes", "reads"] = form["takes", "writes"] = form["takes", "nonnull"] = "amount"
    form["takes", "consumes"] = form["returns", "owned"] = "block"
    form["takes", "disjoint"] = "parameter"
    form["returns", "nullable"] = "flag"
    known["takes"] = "const, reads=N, writes=N, nonnull=N, disjoint=P or consumes=SIZE,ALIGN"
    known["returns"] = "const, nullable or owned=SIZE,ALIGN"
}

function read_attributes(f, p, first,    i, at, key) {
    for (i = first; i <= words && $i != ":"; i++) {
        at = index($i, "=")
        key = at ? substr($i, 1, at - 1) : $i
        if (!(($1, key) in form))
            fail(NR, "unknown attribute \"" key "\" for \"" $1 "\"; expected " known[$1])
        else if (type[f, p] != "ptr")
            fail(NR, "attribute \"" key "\" is for a ptr, not for " type[f, p])
        else if ((f, p, key) in has)
            fail(NR, "attribute \"" key "\" stands twice")
        else
            read_value(f, p, key, at, substr($i, at + 1))
        has[f, p, key] = 1
    }
    if (i <= words)
        read_c_type(f, p, i + 1)
}

function read_value(f, p, key, at, value,    half, kind_of) {
    kind_of = form[$1, key]
    if (kind_of == "flag") {
        if (at)
            fail(NR, "attribute \"" key "\" takes no value")
        attribute[f, p, key] = 1
    } else if (kind_of == "block") {
        if (split(value, half, ",") != 2 || half[1] == "" || half[2] == "")
            fail(NR, "attribute \"" key "\" is written " key "=SIZE,ALIGN")
        attribute[f, p, key ".size"] = half[1]
        attribute[f, p, key ".align"] = half[2]
    } else {
        if (value == "" || !at)
            fail(NR, "attribute \"" key "\" is written " key (kind_of == "amount" ? "=N" : "=PARAMETER"))
        attribute[f, p, key] = value
    }
}

# What C has for a ptr that is not void *: the rest of the line, after ':'.
function read_c_type(f, p, first,    i, text) {
    for (i = first; i <= words; i++)
        text = text (text == "" ? "" : " ") $i
    if (type[f, p] != "ptr")
        fail(NR, "only a ptr has a C type of its own; " type[f, p] " has one already")
    else if (text !~ /^[A-Za-z_][A-Za-z0-9_ *]*[*]$/)
        fail(NR, "\"" text "\" is not a C type of a pointer, like : const char *")
    c_type[f, p] = text
}

# Attributes may name parameters that stand below them, so what they name is
# looked up when all is read.
function check_attributes(    f, p) {
    for (f = 1; f <= function_count; f++)
        for (p = 0; p <= parameter_count[f]; p++) {
            check_amount(f, p, "reads")
            check_amount(f, p, "writes")
            check_amount(f, p, "nonnull")
            check_block(f, p, "owned")
            check_block(f, p, "consumes")
            check_disjoint(f, p)
            if (((f, p, "const") in has) && ((f, p, "writes") in has))
                fail(at_line[f, p], "parameter " parameter[f, p] " is const, and written to")
        }
}

function check_amount(f, p, key,    value, written) {
    value = attribute[f, p, key]
    written = key
    sub(/[.].*/, "", written)
    if (value == "")
        delete attribute[f, p, key]
    else if (value ~ /^[0-9]/)
        check_number(f, p, written, value)
    else if (!((f, value) in position))
        fail(at_line[f, p], "attribute \"" written "\" names \"" value "\", which is no parameter of " name[f])
    else if (!(type[f, position[f, value]] in is_integer))
        fail(at_line[f, p], "attribute \"" written "\" names " value ", which is not an integer")
}

# 15 digits are what every reader of JSON takes without loss.
function check_number(f, p, key, value) {
    if (value !~ /^(0|[1-9][0-9]*)$/ || length(value) > 15)
        fail(at_line[f, p], "attribute \"" key "\" has \"" value "\", which is not a number of up to 15 digits")
}

function check_block(f, p, key,    value) {
    check_amount(f, p, key ".size")
    check_amount(f, p, key ".align")
    if (!((f, p, key) in has))
        return
    value = attribute[f, p, key ".align"]
    if (value ~ /^[0-9]+$/ && !is_alignment(value))
        fail(at_line[f, p], "attribute \"" key "\" has alignment " value ", which is not a power of two")
    if (align == "")
        fail(at_line[f, p], "attribute \"" key "\" needs the statement \"align\"")
}

function is_alignment(text,    value) {
    if (text !~ /^[1-9][0-9]*$/ || length(text) > 15)
        return 0
    for (value = text + 0; value > 1 && value % 2 == 0; )
        value /= 2
    return value == 1
}

function check_disjoint(f, p,    other) {
    if (!((f, p, "disjoint") in attribute))
        return
    other = attribute[f, p, "disjoint"]
    if (!((f, other) in position))
        fail(at_line[f, p], "attribute \"disjoint\" names \"" other "\", which is no parameter of " name[f])
    else if (position[f, other] == p)
        fail(at_line[f, p], "parameter " other " is disjoint from itself")
    else if (!has_extent(f, p) || !has_extent(f, position[f, other]))
        fail(at_line[f, p], "\"disjoint\" needs \"reads\" or \"writes\" on both parameters, " \
            parameter[f, p] " and " other)
}

function has_extent(f, p) {
    return ((f, p, "reads") in has) || ((f, p, "writes") in has)
}
