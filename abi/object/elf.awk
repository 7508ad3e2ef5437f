# Lists an ELF library, from readelf's listing of its dynamic section and symbols. An
# export should be a function, and at its default version. The absolute symbol that
# the linker adds for each node is not an export.

$2 == "(SONAME)" { print "name " bracketed() }
$2 == "(NEEDED)" { print "needs " bracketed() }

function bracketed(    text) {
    text = $0
    gsub(/.*\[|\].*/, "", text)
    return text
}

# Number, value, size, type, binding, visibility, section, name.
$1 ~ /^[0-9]+:$/ && $7 != "UND" && $5 != "LOCAL" {
    count++
    symbol[count] = $8
    section[count] = $7
    odd[count] = $4 == "FUNC" || $4 == "IFUNC" ? "" : " (not a function)"
    if ($8 ~ /@/ && $8 !~ /@@/)
        odd[count] = odd[count] " (not the default version)"
    sub(/@@/, "@", symbol[count])
    if ($8 ~ /@/)
        is_node[substr(symbol[count], index(symbol[count], "@") + 1)] = 1
}

END {
    for (i = 1; i <= count; i++)
        if (section[i] != "ABS" || !(symbol[i] in is_node))
            print "symbol " symbol[i] odd[i]
}
