# The module's declarations in VERA, for people and for tools that read VERA. What
# the language cannot express stands in comments.

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

function emit_notes(f, p, what,    a, key) {
    for (a = 1; a <= attribute_count; a++) {
        key = attributes[a]
        if ((f, p, key) in attribute)
            print "// " what ": " note(form_of[key], note_of[key], attribute[f, p, key])
    }
}

function note(form, text, value,    half) {
    if (form == "amount")
        sub(/N/, value, text)
    else if (form == "parameter")
        sub(/P/, value, text)
    else if (form == "block") {
        split(value, half, ",")
        sub(/SIZE/, half[1], text)
        sub(/ALIGN/, half[2], text)
    }
    return text
}
