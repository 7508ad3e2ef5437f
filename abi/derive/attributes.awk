# The attributes of a table: the list of them, and the part of the reader that
# parses and checks them. The emitters follow the list and its order too.
#
# An attribute has a form, which is what follows its name:
#
#   flag       nothing
#   amount     =N, a number or an integer parameter
#   parameter  =P, another parameter that is a ptr
#   block      =SIZE,ALIGN, two amounts
#
# and a note for the VERA declarations, in which N, P, SIZE and ALIGN stand for
# the values of the table.

function begin_attributes() {
    shape["flag"] = ""
    shape["amount"] = "=N"
    shape["parameter"] = "=P"
    shape["block"] = "=SIZE,ALIGN"
    add_attribute("const", "flag", "takes returns", "what it points at is not changed")
    add_attribute("nullable", "flag", "returns", "null when there is none")
    add_attribute("reads", "amount", "takes", "N bytes are read")
    add_attribute("writes", "amount", "takes", "N bytes are written")
    add_attribute("nonnull", "amount", "takes", "not null unless N is 0")
    add_attribute("disjoint", "parameter", "takes", "does not overlap P, but may start where it starts")
    add_attribute("owned", "block", "returns", "a block of SIZE bytes, aligned to ALIGN, owned by the caller")
    add_attribute("consumes", "block", "takes", \
        "a block of SIZE bytes, aligned to ALIGN, freed by this call; null does nothing")
}

function add_attribute(key, form, statements, text,    list, count, i) {
    attributes[++attribute_count] = key
    form_of[key] = form
    note_of[key] = text
    count = split(statements, list, " ")
    for (i = 1; i <= count; i++)
        belongs[list[i], key] = 1
}

# The attributes that a statement may have, as messages list them.
function known_attributes(statement,    a, text, last) {
    for (a = 1; a <= attribute_count; a++)
        if ((statement, attributes[a]) in belongs) {
            text = text (text == "" ? "" : ", ") last
            last = attributes[a] shape[form_of[attributes[a]]]
        }
    return text (text == "" ? "" : " or ") last
}

function read_attributes(f, p, first,    i, at, key) {
    for (i = first; i <= words && $i != ":"; i++) {
        at = index($i, "=")
        key = at ? substr($i, 1, at - 1) : $i
        if (!(($1, key) in belongs))
            fail(NR, "unknown attribute \"" key "\" for \"" $1 "\"; expected " known_attributes($1))
        else if (type[f, p] != "ptr")
            fail(NR, "attribute \"" key "\" is for a ptr, not for " type[f, p])
        else if ((f, p, key) in attribute)
            fail(NR, "attribute \"" key "\" is stated twice")
        else
            attribute[f, p, key] = value_of(key, at ? substr($i, at) : "")
    }
    if (i <= words)
        read_c_type(f, p, i + 1)
}

# What follows the '=', or "" if the attribute is of another form.
function value_of(key, text,    form, half) {
    form = form_of[key]
    if (form == "flag" && text != "")
        fail(NR, "attribute \"" key "\" takes no value")
    else if (form == "block" && (split(substr(text, 2), half, ",") != 2 || half[1] == "" || half[2] == ""))
        fail(NR, "attribute \"" key "\" is written " key shape[form])
    else if (form != "flag" && length(text) < 2)
        fail(NR, "attribute \"" key "\" is written " key shape[form])
    else
        return substr(text, 2)
    return ""
}

# The C type of a ptr that is not void *: the rest of the line, after ':'.
function read_c_type(f, p, first,    i, text) {
    for (i = first; i <= words; i++)
        text = text (text == "" ? "" : " ") $i
    if (type[f, p] != "ptr")
        fail(NR, "only a ptr takes a C type; that of " type[f, p] " is fixed")
    else if (text !~ /^[A-Za-z_][A-Za-z0-9_ *]*[*]$/)
        fail(NR, "\"" text "\" is not a C pointer type, like : const char *")
    c_type[f, p] = text
}

# Attributes may name parameters that stand below them, so they are checked when
# the whole table has been read.
function check_attributes(    f, p, a) {
    for (f = 1; f <= function_count; f++)
        for (p = 0; p <= parameter_count[f]; p++) {
            for (a = 1; a <= attribute_count; a++)
                if ((f, p, attributes[a]) in attribute)
                    check_value(f, p, attributes[a], attribute[f, p, attributes[a]])
            if (((f, p, "const") in attribute) && ((f, p, "writes") in attribute))
                fail(at_line[f, p], "parameter " parameter[f, p] " is const, but written to")
        }
}

# A flag has no value; the reader has refused any other attribute without one.
function check_value(f, p, key, value) {
    if (value == "")
        return
    if (form_of[key] == "amount")
        check_amount(f, p, key, value)
    else if (form_of[key] == "block")
        check_block(f, p, key, value)
    else
        check_parameter(f, p, key, value)
}

function check_amount(f, p, key, value) {
    if (value ~ /^[0-9]/)
        check_number(f, p, key, value)
    else if (!((f, value) in position))
        fail(at_line[f, p], "attribute \"" key "\" names \"" value "\", which is not a parameter of " name[f])
    else if (!(type[f, position[f, value]] in is_integer))
        fail(at_line[f, p], "attribute \"" key "\" names " value ", which is not an integer")
}

# Every reader of JSON takes 15 digits without loss.
function check_number(f, p, key, value) {
    if (value !~ /^(0|[1-9][0-9]*)$/ || length(value) > 15)
        fail(at_line[f, p], "attribute \"" key "\" has \"" value "\", which is not a number of up to 15 digits")
}

function check_block(f, p, key, value,    half) {
    split(value, half, ",")
    check_amount(f, p, key, half[1])
    check_amount(f, p, key, half[2])
    if (half[2] ~ /^[0-9]+$/ && !is_alignment(half[2]))
        fail(at_line[f, p], "attribute \"" key "\" has alignment " half[2] ", which is not a power of two")
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

function check_parameter(f, p, key, other) {
    if (!((f, other) in position))
        fail(at_line[f, p], "attribute \"" key "\" names \"" other "\", which is not a parameter of " name[f])
    else if (position[f, other] == p)
        fail(at_line[f, p], "parameter " other " is " key " from itself")
    else if (!has_extent(f, p) || !has_extent(f, position[f, other]))
        fail(at_line[f, p], "\"" key "\" needs \"reads\" or \"writes\" on both parameters, " \
            parameter[f, p] " and " other)
}

function has_extent(f, p) {
    return ((f, p, "reads") in attribute) || ((f, p, "writes") in attribute)
}
