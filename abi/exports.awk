# What the built library exports, as check-library compares it: its own name,
# and each symbol at its node. derive sorts the lines.

function emit(    f) {
    print "soname lib" stem ".so." major
    for (f = 1; f <= function_count; f++)
        print "symbol " prefix name[f] "@" home[f]
}
