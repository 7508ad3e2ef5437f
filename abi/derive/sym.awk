# The plain list of symbols for libtool's -export-symbols, where the linker takes no
# version script.

function emit(    f) {
    for (f = 1; f <= function_count; f++)
        print prefix name[f]
}
