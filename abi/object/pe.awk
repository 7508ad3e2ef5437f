# Lists a PE library, from GNU objdump's listing of its headers and sections. An export
# should have a name, and be a function of this library: in a code section, and not
# forwarded to another library.

$1 == "ImageBase" { base = hex($2) }

# Number, name, size, address, ..., alignment; the flags are on the next line.
$1 ~ /^[0-9]+$/ && $7 ~ /^2\*\*/ {
    size = hex($3)
    start = hex($4)
}
/^ .*, CODE/ { add_code(start, size) }

/^\tDLL Name: / {
    sub(/^\tDLL Name: /, "")
    print "needs " $0
}

# The addresses and the names are in two tables, joined by the number in brackets.
/^Export Address Table/ { part = "addresses" }
/^\[Ordinal\/Name Pointer\] Table/ { part = "names" }
NF == 0 { part = "" }
/^The Export Tables/ { is_export = 1 }
is_export && $1 == "Name" && NF == 3 { print "name " $3 }

/^\t\[/ {
    number = $0
    gsub(/^\t\[ *|\].*/, "", number)
}
part == "addresses" && /^\t\[/ {
    sub(/^[^]]*[]][^]]*[]] */, "")
    place[number] = $0
    numbers[++count] = number
}
part == "names" && /^\t\[/ {
    named[number] = 1
    name[++names] = $NF
    number_of[names] = number
}

END {
    for (i = 1; i <= names; i++)
        print "symbol " name[i] odd(place[number_of[i]])
    for (i = 1; i <= count; i++)
        if (!named[numbers[i]])
            print "symbol number " numbers[i] " (without a name)" odd(place[numbers[i]])
}

# ADDRESS Export RVA, or ADDRESS Forwarder RVA -- LIBRARY.NAME
function odd(text,    word) {
    split(text, word)
    if (word[2] == "Forwarder")
        return " (forwarded to " word[5] ")"
    return is_code(base + hex(word[1])) ? "" : " (not a function)"
}
