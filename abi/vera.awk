# The module's declarations as VERA writes them, for people and for tools that
# read VERA. What the language has no word for stands in comments.

function emit(    n, f) {
    print "// vera:" module ", as lib" stem " " major " implements it. Made from " module ".abi."
    print "module " module
    for (n = 1; n <= node_count; n++) {
        print ""
        print "// since " node[n]
        for (f = 1; f <= function_count; f++)
            if (home[f] == node[n])
                emit_declaration(f)
    }
}

function emit_declaration(f,    p) {
    print ""
    for (p = 1; p <= parameter_count[f]; p++)
        emit_notes(f, p, parameter[f, p])
    emit_notes(f, 0, "result")
    print "fn " name[f] "(" declared(f) ")" (type[f, 0] == "void" ? "" : " -> " type[f, 0])
}

function declared(f,    p, text) {
    for (p = 1; p <= parameter_count[f]; p++)
        text = text (p > 1 ? ", " : "") parameter[f, p] ": " type[f, p]
    return text
}

function emit_notes(f, p, what) {
    note(f, p, what, "nullable", "null when there is none", "")
    note(f, p, what, "reads", "", " bytes are read")
    note(f, p, what, "writes", "", " bytes are written")
    note(f, p, what, "nonnull", "not null unless this is 0: ", "")
    note(f, p, what, "disjoint", "does not overlap ", ", but may start where it starts")
    note(f, p, what, "const", "what it points at is not changed", "")
    note_block(f, p, what, "owned", "the caller's own from now on")
    note_block(f, p, what, "consumes", "given back by this call; null does nothing")
}

function note(f, p, what, key, before, after) {
    if ((f, p, key) in attribute)
        print "// " what ": " before (form_of_flag(key) ? "" : attribute[f, p, key]) after
}

function form_of_flag(key) {
    return key == "const" || key == "nullable"
}

function note_block(f, p, what, key, text) {
    if ((f, p, key ".size") in attribute)
        print "// " what ": a block of " attribute[f, p, key ".size"] " bytes, aligned to " \
            attribute[f, p, key ".align"] ", " text
}
