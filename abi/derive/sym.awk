# The plain list of symbols that libtool's -export-symbols takes, for linkers
# that know no version scripts.

function emit(    f) {
    for (f = 1; f <= function_count; f++)
        print prefix name[f]
}
