# What the built library must export in a format, as check/library compares it: the
# library's own name, and each symbol, at its node where the format has nodes. The
# script sorts the lines.

function emit(    f, format) {
    format = ENVIRON["format"]
    print "name " file_name(format)
    for (f = 1; f <= function_count; f++)
        print "symbol " prefix name[f] (format == "elf" ? "@" home[f] : "")
}
