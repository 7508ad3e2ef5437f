# Lists what an ELF library exports, from what readelf says of its dynamic
# section and symbols: "soname NAME", and "symbol NAME@NODE" for each symbol that
# is at its default version and a function; what is odd about one stands beside
# it. The linker's own absolute symbol of each node is no export.

BEGIN {
    count = split(ENVIRON["nodes"], list)
    for (i = 1; i <= count; i++)
        is_node[list[i]] = 1
}

$2 == "(SONAME)" {
    gsub(/.*\[|\].*/, "")
    print "soname " $0
    next
}

# Number, value, size, type, binding, visibility, section, name.
$1 !~ /^[0-9]+:$/ || $7 == "UND" || $5 == "LOCAL" { next }

{
    name = $8
    sub(/@.*/, "", name)
    if ($7 == "ABS" && (name in is_node))
        next
    odd = $4 == "FUNC" || $4 == "IFUNC" ? "" : " (not a function)"
    if ($8 ~ /@/ && $8 !~ /@@/)
        odd = odd " (not the default version)"
    sub(/@@/, "@", $8)
    print "symbol " $8 odd
}
