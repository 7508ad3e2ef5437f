# The version script of an ELF linker. Symbols in no node are local; only one node
# may say so, and the first does.

function emit(    n, f) {
    for (n = 1; n <= node_count; n++) {
        print node[n] " {"
        print "  global:"
        for (f = 1; f <= function_count; f++)
            if (home[f] == node[n])
                print "    " prefix name[f] ";"
        if (n == 1)
            print "  local:\n    *;"
        print "}" (parent[n] == "" ? "" : " " parent[n]) ";"
    }
}
