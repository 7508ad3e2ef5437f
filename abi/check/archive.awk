# Tells what is wrong with the symbols of an archive: "promised NAME" from a
# table, "found NAME TYPE ..." from nm -P. Exits with 1 if there is anything.

$1 == "promised" && $2 != "" { promised[++count] = $2 }

# A name with a '.' is no C name but the compiler's own, such as a thunk.
$1 == "found" && $3 ~ /^[A-TV-Z]$/ { type[$2] = $3 }

END {
    # Mach-O, and PE for 32-bit processors, have a '_' before each name of C.
    mark = ("_" promised[1]) in type ? "_" : ""
    for (symbol in type)
        if (symbol !~ "^" mark "(__)?vera_|[.]")
            differ("defines " substr(symbol, length(mark) + 1) ", which does not begin with vera_ or __vera_")
    for (i = 1; i <= count; i++)
        if (type[mark promised[i]] !~ /^[TW]$/)
            differ("does not define the function " promised[i])
    exit differs
}

function differ(text) {
    print ENVIRON["archive"] ": " text
    differs = 1
}
