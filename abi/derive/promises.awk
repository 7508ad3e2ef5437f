# What the module promises, one promise a line: the form of a baseline. The script
# sorts the lines, so that their order in the table does not matter.

function emit(    c, n, f) {
    print kind " " module
    print "header " header
    print "library " stem " " major
    if (align != "")
        print "align " align
    for (c = 1; c <= constant_count; c++)
        print "constant " constant[c] " " constant_value[c]
    for (n = 1; n <= node_count; n++)
        print "node " node[n] (parent[n] == "" ? "" : " extends " parent[n])
    for (f = 1; f <= function_count; f++)
        print "function " name[f] " " home[f] signature(f)
}

function signature(f,    p, text) {
    for (p = 1; p <= parameter_count[f]; p++)
        text = text (p > 1 ? ", " : "") parameter[f, p] ": " promised(f, p)
    return " (" text ") -> " promised(f, 0)
}

function promised(f, p,    a, key, text) {
    text = type[f, p]
    for (a = 1; a <= attribute_count; a++) {
        key = attributes[a]
        if ((f, p, key) in attribute)
            text = text " " key (form_of[key] == "flag" ? "" : "=") attribute[f, p, key]
    }
    return text (((f, p) in c_type) ? " : " c_type[f, p] : "")
}
