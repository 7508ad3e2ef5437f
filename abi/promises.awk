# What the module promises, one promise a line: the form of a baseline. derive
# sorts the lines, so that their order in the table does not count.

function emit(    c, n, f) {
    print kind " " module
    print "header " header
    print "library " stem " " major
    if (align != "")
        print "align " align
    for (c = 1; c <= constant_count; c++)
        print "constant " constant[c] " " worth[c]
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

# Attributes in one order, whatever order the table has them in.
function promised(f, p,    text) {
    text = type[f, p]
    if ((f, p, "const") in attribute)
        text = text " const"
    if ((f, p, "nullable") in attribute)
        text = text " nullable"
    text = text stated_as(f, p, "reads") stated_as(f, p, "writes") stated_as(f, p, "nonnull") \
        stated_as(f, p, "disjoint") stated_as_block(f, p, "owned") stated_as_block(f, p, "consumes")
    return text (((f, p) in c_type) ? " : " c_type[f, p] : "")
}

function stated_as(f, p, key) {
    return ((f, p, key) in attribute) ? " " key "=" attribute[f, p, key] : ""
}

function stated_as_block(f, p, key) {
    if (!((f, p, key ".size") in attribute))
        return ""
    return " " key "=" attribute[f, p, key ".size"] "," attribute[f, p, key ".align"]
}
